#include "engine/run/journal.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::run {
namespace {

using model::Column;

constexpr std::string_view kTable = "STRATA_JOURNAL";

struct ColumnType {
  std::string_view name;
  std::string_view type;
};

constexpr ColumnType kColumns[] = {
    {"ID", "varchar(255)"},       {"AUTHOR", "varchar(255)"},  {"FILENAME", "varchar(255)"},
    {"DIRECTION", "varchar(10)"}, {"ORDEREXECUTED", "int"},    {"CHANGE_NUMBER", "int"},
    {"PART_NUMBER", "int"},       {"STATEMENT_NUMBER", "int"}, {"EXECUTED", "int"},
    {"STATE", "varchar(10)"},     {"NOTED", "datetime"},       {"DONE_DIGEST", "varchar(32)"},
    {"DIGEST", "varchar(32)"},    {"STATEMENT_TEXT", "clob"},  {"STATEMENTS_LEFT", "clob"},
};

Column text_column(std::string_view name, std::string value) {
  Column column;
  column.name = std::string(name);
  column.value = std::move(value);
  return column;
}

Column number_column(std::string_view name, std::int64_t value) {
  Column column;
  column.name = std::string(name);
  column.value_numeric = std::to_string(value);
  return column;
}

// "5:first6:second": texts of any content.
std::string packed(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) result += fmt::format("{}:{}", text.size(), text);
  return result;
}

std::vector<std::string> unpacked(std::string_view packed) {
  std::vector<std::string> texts;
  while (!packed.empty()) {
    std::size_t size = 0;
    const auto [end, failed] = std::from_chars(packed.data(), packed.data() + packed.size(), size);
    const auto begin = static_cast<std::size_t>(end - packed.data()) + 1;
    if (failed != std::errc() || begin > packed.size() || size > packed.size() - begin) break;
    texts.emplace_back(packed.substr(begin, size));
    packed.remove_prefix(begin + size);
  }
  return texts;
}

// What changes from mark to mark.
std::vector<Column> state_columns(const JournalEntry& entry, const sql::Dialect& dialect) {
  Column noted;
  noted.name = "NOTED";
  noted.value_computed = std::string(dialect.traits().current_timestamp);
  return {text_column("DIRECTION", entry.direction == Direction::Forth ? "FORTH" : "BACK"),
          number_column("ORDEREXECUTED", entry.order),
          number_column("CHANGE_NUMBER", static_cast<std::int64_t>(entry.at.change)),
          number_column("PART_NUMBER", static_cast<std::int64_t>(entry.at.part)),
          number_column("STATEMENT_NUMBER", static_cast<std::int64_t>(entry.at.statement)),
          number_column("EXECUTED", static_cast<std::int64_t>(entry.executed)),
          text_column("STATE", entry.has_started ? "STARTED" : "NEXT"),
          noted,
          text_column("DONE_DIGEST", entry.done),
          text_column("DIGEST", entry.current),
          text_column("STATEMENT_TEXT", entry.text),
          text_column("STATEMENTS_LEFT", packed(entry.rest))};
}

class RowReader {
 public:
  RowReader(const driver::ResultSet& result, std::size_t row) : result_(result), row_(row) {}

  std::string text(std::string_view name) const {
    const std::optional<std::size_t> column = result_.column(name);
    return column ? result_.rows[row_][*column].value_or("") : "";
  }
  std::size_t number(std::string_view name) const {
    const std::string digits = text(name);
    std::size_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }

 private:
  const driver::ResultSet& result_;
  std::size_t row_;
};

JournalEntry entry_of(const RowReader& row) {
  JournalEntry entry;
  entry.key = {row.text("ID"), row.text("AUTHOR"), row.text("FILENAME")};
  entry.direction = row.text("DIRECTION") == "BACK" ? Direction::Back : Direction::Forth;
  entry.order = static_cast<std::int64_t>(row.number("ORDEREXECUTED"));
  entry.at = {row.number("CHANGE_NUMBER"), row.number("PART_NUMBER"),
              row.number("STATEMENT_NUMBER")};
  entry.executed = row.number("EXECUTED");
  entry.has_started = row.text("STATE") == "STARTED";
  entry.done = row.text("DONE_DIGEST");
  entry.current = row.text("DIGEST");
  entry.text = row.text("STATEMENT_TEXT");
  entry.rest = unpacked(row.text("STATEMENTS_LEFT"));
  return entry;
}

// The run that wrote it came to the changeset's history row.
bool is_finished(const JournalEntry& entry, const plan::History& history) {
  const plan::RanChangeSet* row = history.find(entry.key);
  if (entry.direction == Direction::Back) return row == nullptr;
  return row != nullptr && row->order_executed >= entry.order;
}

bool same(const model::ChangeSetKey& a, const model::ChangeSetKey& b) {
  return model::lookup_key(a) == model::lookup_key(b);
}

}  // namespace

Journal::Journal(const sql::Dialect& dialect, const sql::Target& target, TrackingTables tables,
                 StatementRunner& runner, driver::Connection& connection)
    : dialect_(dialect),
      target_(target),
      tables_(std::move(tables)),
      runner_(runner),
      connection_(connection) {
  target_.quoting = model::QuotingStrategy::Legacy;
  target_.schema = nullptr;
}

std::string Journal::table_name() const { return dialect_.tracking_table_name(kTable, target_); }

const std::string& Journal::schema() const {
  return dialect_.traits().schemas || tables_.catalog.empty() ? tables_.schema : tables_.catalog;
}

bool Journal::is_there() const {
  return !connection_.schema()
              .objects(schema(), {schema::Object::Kind::Table, table_name()})
              .empty();
}

sql::Statements Journal::render(auto change) const {
  change.table_name = table_name();
  if (!tables_.schema.empty()) change.schema_name = tables_.schema;
  if (!tables_.catalog.empty()) change.catalog_name = tables_.catalog;
  return dialect_.render({std::move(change), {}}, target_);
}

std::string Journal::column(std::string_view name) const {
  return dialect_.quote(name, sql::ObjectKind::Column, target_);
}

std::string Journal::condition(const model::ChangeSetKey& key) const {
  return fmt::format("{} = {} AND {} = {} AND {} = {}", column("ID"),
                     dialect_.string_literal(key.id), column("AUTHOR"),
                     dialect_.string_literal(key.author), column("FILENAME"),
                     dialect_.string_literal(key.path));
}

void Journal::read() {
  exists_ = connection_.schema().has_table("", table_name());
  if (!exists_) return;
  const driver::ResultSet result = connection_.query(
      fmt::format("SELECT * FROM {}", dialect_.qualified(std::nullopt, std::nullopt, table_name(),
                                                         sql::ObjectKind::Table, target_)));
  for (std::size_t i = 0; i < result.rows.size(); ++i)
    entries_.push_back(entry_of(RowReader(result, i)));
}

void Journal::read_again() {
  entries_.clear();
  read();
  // Those that are finished stay so.
  std::erase_if(entries_, [&](const JournalEntry& entry) {
    return std::any_of(finished_.begin(), finished_.end(),
                       [&](const model::ChangeSetKey& key) { return same(key, entry.key); });
  });
}

void Journal::open(const plan::History& history) {
  entries_.clear();
  finished_.clear();
  read();
  for (const JournalEntry& entry : std::exchange(entries_, {})) {
    if (!is_finished(entry, history)) {
      entries_.push_back(entry);
      continue;
    }
    // At once: a later row of the same changeset would tell otherwise.
    runner_.run_all(remove_statements(entry.key));
  }
}

const JournalEntry* Journal::find(const model::ChangeSetKey& key) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const JournalEntry& entry) { return same(entry.key, key); });
  return found == entries_.end() ? nullptr : &*found;
}

void Journal::prepare() {
  if (exists_) return;
  model::CreateTable table;
  for (const ColumnType& wanted : kColumns) {
    Column& column = table.columns.emplace_back();
    column.name = std::string(wanted.name);
    column.type = std::string(wanted.type);
  }
  runner_.run_all(render(table));
  exists_ = true;
}

void Journal::write(const JournalEntry& entry) {
  const auto known = std::find_if(entries_.begin(), entries_.end(), [&](const JournalEntry& one) {
    return same(one.key, entry.key);
  });
  if (known != entries_.end()) {
    runner_.run({update_text(entry), {}, {}, 0, 0, {}, {}});
    *known = entry;
    return;
  }
  model::Insert insert;
  insert.columns = {text_column("ID", entry.key.id), text_column("AUTHOR", entry.key.author),
                    text_column("FILENAME", entry.key.path)};
  std::vector<Column> state = state_columns(entry, dialect_);
  std::move(state.begin(), state.end(), std::back_inserter(insert.columns));
  runner_.run_all(render(insert));
  entries_.push_back(entry);
}

std::string Journal::update_text(const JournalEntry& entry) const {
  model::Update update;
  update.columns = state_columns(entry, dialect_);
  update.where = condition(entry.key);
  return render(update).front().text;
}

sql::Statements Journal::remove_statements(const model::ChangeSetKey& key) const {
  model::Delete remove;
  remove.where = condition(key);
  return render(remove);
}

void Journal::finish(const model::ChangeSetKey& key) {
  const auto gone = std::remove_if(entries_.begin(), entries_.end(),
                                   [&](const JournalEntry& one) { return same(one.key, key); });
  if (gone == entries_.end()) return;
  entries_.erase(gone, entries_.end());
  finished_.push_back(key);
}

void Journal::remove_finished() {
  if (!exists_) return;
  if (entries_.empty()) return drop();
  for (const model::ChangeSetKey& key : finished_) runner_.run_all(remove_statements(key));
  finished_.clear();
}

void Journal::drop() {
  model::DropTable table;
  runner_.run_all(render(table));
  exists_ = false;
  finished_.clear();
}

}  // namespace strata::run
