#include "engine/run/history_store.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <tuple>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::run {
namespace {

using driver::Row;

// Finds columns by name, as older tables lack some and order them otherwise.
class RowReader {
 public:
  explicit RowReader(const driver::ResultSet& result)
      : id_(result.column("ID")),
        author_(result.column("AUTHOR")),
        path_(result.column("FILENAME")),
        date_executed_(result.column("DATEEXECUTED")),
        order_executed_(result.column("ORDEREXECUTED")),
        exec_type_(result.column("EXECTYPE")),
        checksum_(result.column("MD5SUM")),
        description_(result.column("DESCRIPTION")),
        comments_(result.column("COMMENTS")),
        tag_(result.column("TAG")),
        liquibase_(result.column("LIQUIBASE")),
        contexts_(result.column("CONTEXTS")),
        labels_(result.column("LABELS")),
        deployment_id_(result.column("DEPLOYMENT_ID")) {}

  // Takes the texts out of the row.
  plan::RanChangeSet read(Row& row) const {
    plan::RanChangeSet ran;
    ran.key = {text(row, id_), text(row, author_), text(row, path_)};
    ran.date_executed = text(row, date_executed_);
    ran.order_executed = number(text(row, order_executed_));
    ran.exec_type = take(row, exec_type_).value_or("EXECUTED");
    ran.checksum = take(row, checksum_);
    if (ran.checksum && trim(*ran.checksum).empty()) ran.checksum.reset();
    ran.description = take(row, description_);
    ran.comments = take(row, comments_);
    ran.tag = take(row, tag_);
    ran.liquibase = take(row, liquibase_);
    ran.contexts = take(row, contexts_);
    ran.labels = take(row, labels_);
    ran.deployment_id = take(row, deployment_id_);
    return ran;
  }

 private:
  using Place = std::optional<std::size_t>;

  static std::optional<std::string> take(Row& row, Place place) {
    return place ? std::move(row[*place]) : std::nullopt;
  }
  static std::string text(Row& row, Place place) { return take(row, place).value_or(""); }
  static std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  Place id_, author_, path_, date_executed_, order_executed_, exec_type_, checksum_, description_,
      comments_, tag_, liquibase_, contexts_, labels_, deployment_id_;
};

}  // namespace

plan::History TableHistory::read() {
  if (connection_ == nullptr) return {};
  if (!connection_->schema().has_table(sql_.schema(), sql_.history_table())) {
    refuse_other_case();
    return {};
  }
  std::optional<RowReader> reader;
  std::deque<plan::RanChangeSet> rows;
  connection_->read(sql_.select_history(), [&](const driver::ResultSet& columns, Row& row) {
    if (!reader) reader.emplace(columns);
    rows.push_back(reader->read(row));
  });
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
