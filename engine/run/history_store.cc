#include "engine/run/history_store.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::run {
namespace {

using Row = std::vector<std::optional<std::string>>;

// Reads columns by name, as older tables lack some and order them otherwise.
class RowReader {
 public:
  explicit RowReader(const driver::ResultSet& result) : result_(result) {}

  plan::RanChangeSet read(const Row& row) const {
    plan::RanChangeSet ran;
    ran.key = {get(row, "ID").value_or(""), get(row, "AUTHOR").value_or(""),
               get(row, "FILENAME").value_or("")};
    ran.date_executed = get(row, "DATEEXECUTED").value_or("");
    ran.order_executed = number(get(row, "ORDEREXECUTED").value_or(""));
    ran.exec_type = get(row, "EXECTYPE").value_or("EXECUTED");
    ran.checksum = get(row, "MD5SUM");
    if (ran.checksum && trim(*ran.checksum).empty()) ran.checksum.reset();
    ran.description = get(row, "DESCRIPTION");
    ran.comments = get(row, "COMMENTS");
    ran.tag = get(row, "TAG");
    ran.liquibase = get(row, "LIQUIBASE");
    ran.contexts = get(row, "CONTEXTS");
    ran.labels = get(row, "LABELS");
    ran.deployment_id = get(row, "DEPLOYMENT_ID");
    return ran;
  }

 private:
  std::optional<std::string> get(const Row& row, std::string_view name) const {
    const std::optional<std::size_t> column = result_.column(name);
    return column ? row[*column] : std::nullopt;
  }
  static std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  const driver::ResultSet& result_;
};

}  // namespace

plan::History TableHistory::read() {
  if (connection_ == nullptr) return {};
  if (!connection_->schema().has_table(sql_.schema(), sql_.history_table())) {
    refuse_other_case();
    return {};
  }
  const driver::ResultSet result = connection_->query(sql_.select_history());
  const RowReader reader(result);
  std::vector<plan::RanChangeSet> rows;
  rows.reserve(result.rows.size());
  for (const Row& row : result.rows) rows.push_back(reader.read(row));
  // A clock that was set back does not change what ran after what. Rows of old releases have no
  // number, and come first, by their time.
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::tie(a.order_executed, a.date_executed) <
           std::tie(b.order_executed, b.date_executed);
  });
  return plan::History(std::move(rows));
}

// As comes with a dump from a system where tables are named in lower case. Taken for none, all
// changesets would run again.
void TableHistory::refuse_other_case() const {
  const std::string wanted = sql_.history_table();
  for (const schema::Object& object :
       connection_->schema().objects(sql_.schema(), {schema::Object::Kind::Table})) {
    if (object.name == wanted || !equals_ignore_case(object.name, wanted)) continue;
    throw Error(ErrorKind::Usage,
                fmt::format("there is a table {}, but no {}", object.name, wanted))
        .with_hint(fmt::format("is it the history? then rename it{}",
                               sql_.history_table(object.name) == object.name
                                   ? ", or give --database-changelog-table-name=" + object.name
                                   : std::string()));
  }
}

void TableHistory::record(const HistoryRow& row, const plan::RanChangeSet* before) {
  runner_.send_all(before == nullptr ? sql_.insert(row) : sql_.update(row, before->key));
}

void TableHistory::remove(const plan::RanChangeSet& row) { runner_.send_all(sql_.remove(row.key)); }

void TableHistory::set_checksum(const plan::RanChangeSet& row, const std::string& checksum) {
  runner_.run_all(sql_.set_checksum(row.key, checksum));
}

}  // namespace strata::run
