#include "engine/run/tracking_sql.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace strata::run {
namespace {

using model::Column;

struct ColumnType {
  std::string_view name;
  std::string_view type;
  bool required = false;
};

constexpr ColumnType kHistoryColumns[] = {
    {"ID", "varchar(255)", true},       {"AUTHOR", "varchar(255)", true},
    {"FILENAME", "varchar(255)", true}, {"DATEEXECUTED", "datetime", true},
    {"ORDEREXECUTED", "int", true},     {"EXECTYPE", "varchar(10)", true},
    {"MD5SUM", "varchar(35)"},          {"DESCRIPTION", "varchar(255)"},
    {"COMMENTS", "varchar(255)"},       {"TAG", "varchar(255)"},
    {"LIQUIBASE", "varchar(20)"},       {"CONTEXTS", "varchar(255)"},
    {"LABELS", "varchar(255)"},         {"DEPLOYMENT_ID", "varchar(10)"},
};

Column typed(const ColumnType& wanted) {
  Column column;
  column.name = std::string(wanted.name);
  column.type = std::string(wanted.type);
  if (wanted.required) column.constraints.emplace().nullable = false;
  return column;
}

Column named(std::string_view name) {
  Column column;
  column.name = std::string(name);
  return column;
}

Column with_text(std::string_view name, const model::Text& value) {
  Column column = named(name);
  column.value = value;
  return column;
}

Column with_number(std::string_view name, std::int64_t value) {
  Column column = named(name);
  column.value_numeric = std::to_string(value);
  return column;
}

Column with_flag(std::string_view name, bool value) {
  Column column = named(name);
  column.value_boolean = value;
  return column;
}

Column with_expression(std::string_view name, std::string_view expression) {
  Column column = named(name);
  column.value_computed = std::string(expression);
  return column;
}

// 35 of "varchar(35)" or "character varying(35)"; without a limit, all of them.
std::size_t length(std::string_view type) {
  std::size_t value = std::string_view::npos;
  const std::size_t open = type.find('(');
  if (open == std::string_view::npos) return value;
  std::from_chars(type.data() + open + 1, type.data() + type.size(), value);
  return value;
}

constexpr std::size_t kTextLimit = 250;

model::Text comments_of(const model::ChangeSet& change_set) {
  return model::limit_utf16(change_set.comments, kTextLimit);
}

}  // namespace

sql::Statements TrackingSql::render(model::ChangeBody body) const {
  return dialect_.render({std::move(body), {}}, target_);
}

template <typename Change>
Change TrackingSql::on(const std::string& table) const {
  Change change;
  change.table_name = table;
  if (!tables_.catalog.empty()) change.catalog_name = tables_.catalog;
  if (!tables_.schema.empty()) change.schema_name = tables_.schema;
  return change;
}

const std::string& TrackingSql::schema() const {
  return dialect_.traits().schemas || tables_.catalog.empty() ? tables_.schema : tables_.catalog;
}

std::string TrackingSql::qualified(const std::string& table) const {
  return dialect_.qualified(tables_.catalog, tables_.schema, table, sql::ObjectKind::Table,
                            target_);
}

std::string TrackingSql::column(std::string_view name) const {
  return dialect_.quote(name, sql::ObjectKind::Column, target_);
}

std::string TrackingSql::key_condition(const model::ChangeSetKey& stored) const {
  return fmt::format("{} = {} AND {} = {} AND {} = {}", column("ID"),
                     dialect_.string_literal(stored.id), column("AUTHOR"),
                     dialect_.string_literal(stored.author), column("FILENAME"),
                     dialect_.string_literal(stored.path));
}

sql::Statements TrackingSql::create_lock_table() const {
  auto table = on<model::CreateTable>(lock_table());
  Column id = typed({"ID", "int", true});
  id.constraints->primary_key = true;
  table.columns = {id, typed({"LOCKED", "boolean", true}), typed({"LOCKGRANTED", "datetime"}),
                   typed({"LOCKEDBY", "varchar(255)"})};
  return render(table);
}

sql::Statements TrackingSql::initialize_lock() const {
  auto all = on<model::Delete>(lock_table());
  auto row = on<model::Insert>(lock_table());
  row.columns = {with_number("ID", 1), with_flag("LOCKED", false)};
  sql::Statements statements = render(all);
  for (sql::Statement& statement : render(row)) statements.push_back(std::move(statement));
  return statements;
}

sql::Statements TrackingSql::lock(std::string_view locked_by) const {
  auto update = on<model::Update>(lock_table());
  update.columns = {with_flag("LOCKED", true), with_text("LOCKEDBY", std::string(locked_by)),
                    with_expression("LOCKGRANTED", dialect_.traits().current_timestamp)};
  update.where = fmt::format("{} = 1 AND {} = {}", column("ID"), column("LOCKED"),
                             dialect_.boolean_literal(false));
  return render(update);
}

std::string TrackingSql::held_by(std::string_view holder) const {
  return fmt::format("{} = 1 AND {} = {} AND {} = {}", column("ID"), column("LOCKED"),
                     dialect_.boolean_literal(true), column("LOCKEDBY"),
                     dialect_.string_literal(holder));
}

sql::Statements TrackingSql::take_over_lock(std::string_view holder,
                                            std::string_view locked_by) const {
  auto update = on<model::Update>(lock_table());
  update.columns = {with_flag("LOCKED", true), with_text("LOCKEDBY", std::string(locked_by)),
                    with_expression("LOCKGRANTED", dialect_.traits().current_timestamp)};
  update.where = held_by(holder);
  return render(update);
}

sql::Statements TrackingSql::release_lock() const {
  auto update = on<model::Update>(lock_table());
  update.columns = {with_flag("LOCKED", false), named("LOCKEDBY"), named("LOCKGRANTED")};
  update.where = fmt::format("{} = 1", column("ID"));
  return render(update);
}

sql::Statements TrackingSql::release_lock(std::string_view holder) const {
  auto update = on<model::Update>(lock_table());
  update.columns = {with_flag("LOCKED", false), named("LOCKEDBY"), named("LOCKGRANTED")};
  update.where = held_by(holder);
  return render(update);
}

std::string TrackingSql::select_lock() const {
  return fmt::format("SELECT {}, {}, {}, {} FROM {} WHERE {} = 1", column("ID"), column("LOCKED"),
                     column("LOCKGRANTED"), column("LOCKEDBY"), qualified(lock_table()),
                     column("ID"));
}

std::string TrackingSql::select_lock_for_update() const {
  return select_lock() + std::string(dialect_.traits().locking_read);
}

sql::Statements TrackingSql::create_history_table() const {
  auto table = on<model::CreateTable>(history_table());
  std::transform(std::begin(kHistoryColumns), std::end(kHistoryColumns),
                 std::back_inserter(table.columns), typed);
  return render(table);
}

std::vector<std::string_view> TrackingSql::history_columns() {
  std::vector<std::string_view> names;
  for (const ColumnType& column : kHistoryColumns) names.push_back(column.name);
  return names;
}

sql::Statements TrackingSql::add_history_column(std::string_view name) const {
  const auto* wanted = std::find_if(std::begin(kHistoryColumns), std::end(kHistoryColumns),
                                    [&](const ColumnType& column) { return column.name == name; });
  auto add = on<model::AddColumn>(history_table());
  Column column = typed(*wanted);
  // Rows that are there already get what the reference gives them.
  column.constraints.reset();
  if (name == "EXECTYPE") column.default_value = "EXECUTED";
  if (name == "ORDEREXECUTED") column.default_value_numeric = "-1";
  add.columns = {column};
  return render(add);
}

sql::Statements TrackingSql::widen_history_columns(const schema::Table& table) const {
  sql::Statements statements;
  if (!dialect_.traits().enforces_lengths) return statements;
  for (const ColumnType& wanted : kHistoryColumns) {
    const schema::Column* found = table.find_column(wanted.name);
    if (found == nullptr || wanted.required || length(found->type) >= length(wanted.type)) continue;
    auto modify = on<model::ModifyDataType>(history_table());
    modify.column_name = std::string(wanted.name);
    modify.new_data_type = std::string(wanted.type);
    for (sql::Statement& statement : render(modify)) statements.push_back(std::move(statement));
  }
  return statements;
}

std::string TrackingSql::select_history() const {
  return fmt::format("SELECT * FROM {}", qualified(history_table()));
}

sql::Statements TrackingSql::insert(const HistoryRow& row) const {
  const model::ChangeSet& change_set = *row.change_set;
  auto insert = on<model::Insert>(history_table());
  insert.columns = {with_text("ID", change_set.key.id),
                    with_text("AUTHOR", change_set.key.author),
                    with_text("FILENAME", change_set.key.path),
                    with_expression("DATEEXECUTED", dialect_.traits().current_timestamp),
                    with_number("ORDEREXECUTED", row.order),
                    with_text("MD5SUM", row.checksum),
                    with_text("DESCRIPTION", model::description(change_set)),
                    with_text("COMMENTS", comments_of(change_set)),
                    with_text("EXECTYPE", std::string(row.exec_type)),
                    with_text("CONTEXTS", model::contexts_text(change_set)),
                    with_text("LABELS", model::labels_text(change_set)),
                    with_text("LIQUIBASE", row.liquibase),
                    with_text("DEPLOYMENT_ID", row.deployment_id)};
  if (const model::Text tag = model::tag_of(change_set))
    insert.columns.push_back(with_text("TAG", tag));
  return render(insert);
}

sql::Statements TrackingSql::update(const HistoryRow& row,
                                    const model::ChangeSetKey& stored) const {
  const model::ChangeSet& change_set = *row.change_set;
  auto update = on<model::Update>(history_table());
  update.columns = {with_expression("DATEEXECUTED", dialect_.traits().current_timestamp),
                    with_number("ORDEREXECUTED", row.order),
                    with_text("MD5SUM", row.checksum),
                    with_text("EXECTYPE", std::string(row.exec_type)),
                    with_text("DEPLOYMENT_ID", row.deployment_id),
                    with_text("COMMENTS", comments_of(change_set)),
                    with_text("CONTEXTS", model::contexts_text(change_set)),
                    with_text("LABELS", model::labels_text(change_set)),
                    with_text("LIQUIBASE", row.liquibase),
                    with_text("DESCRIPTION", model::description(change_set))};
  if (const model::Text tag = model::tag_of(change_set))
    update.columns.push_back(with_text("TAG", tag));
  update.where = key_condition(stored);
  return render(update);
}

sql::Statements TrackingSql::remove(const model::ChangeSetKey& stored) const {
  auto remove = on<model::Delete>(history_table());
  remove.where = key_condition(stored);
  return render(remove);
}

sql::Statements TrackingSql::set_checksum(const model::ChangeSetKey& stored,
                                          std::string_view checksum) const {
  auto update = on<model::Update>(history_table());
  update.columns = {with_text("MD5SUM", std::string(checksum))};
  update.where = key_condition(stored);
  return render(update);
}

sql::Statements TrackingSql::clear_checksums() const {
  auto update = on<model::Update>(history_table());
  update.columns = {named("MD5SUM")};
  return render(update);
}

sql::Statements TrackingSql::set_tag(const model::ChangeSetKey& stored,
                                     std::string_view tag) const {
  auto update = on<model::Update>(history_table());
  update.columns = {with_text("TAG", std::string(tag))};
  update.where = key_condition(stored);
  return render(update);
}

sql::Statements TrackingSql::insert_tag_row(std::string_view id, std::string_view tag,
                                            const HistoryRow& row) const {
  model::ChangeSet internal;
  internal.key = {std::string(id), "liquibase", "liquibase-internal"};
  HistoryRow full = row;
  full.change_set = &internal;
  sql::Statements statements = insert(full);
  for (sql::Statement& statement : set_tag(internal.key, tag))
    statements.push_back(std::move(statement));
  return statements;
}

}  // namespace strata::run
