#include "drivers/mysql/session/schema_reader.h"

#include <algorithm>

#include <map>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::mysql {
namespace {

using schema::Schema;
using schema::Table;
using Row = std::vector<std::optional<std::string>>;

std::string literal(std::string_view text) {
  return "'" + replace_all(replace_all(std::string(text), "\\", "\\\\"), "'", "''") + "'";
}

std::string text(const Row& row, std::size_t column) { return row[column].value_or(""); }

Table* find(Schema& schema, const std::string& name) {
  const auto found = std::find_if(schema.tables.begin(), schema.tables.end(),
                                  [&](const Table& table) { return table.name == name; });
  return found == schema.tables.end() ? nullptr : &*found;
}

// The last of a list if it has that name, as rows of one thing follow each other; else a new one.
template <typename Thing>
Thing& last_named(std::vector<Thing>& things, const std::string& name) {
  if (things.empty() || things.back().name != name) things.emplace_back().name = name;
  return things.back();
}

// The servers make an index of the same name with each unique constraint and foreign key.
bool is_behind_key(const Table& table, const std::string& index) {
  const auto has_name = [&](const auto& key) { return key.name == index; };
  return std::any_of(table.unique_keys.begin(), table.unique_keys.end(), has_name) ||
         std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), has_name);
}

std::string backticked(const std::string& name) { return "`" + replace_all(name, "`", "``") + "`"; }

}  // namespace

bool SchemaReader::has_table(std::string_view schema, std::string_view name) {
  return !query_(fmt::format("SELECT 1 FROM information_schema.tables WHERE table_schema = {} AND "
                             "table_name = {} AND table_type = 'BASE TABLE'",
                             literal(schema.empty() ? database_ : std::string(schema)),
                             literal(std::string(name))))
              .rows.empty();
}

std::optional<Table> SchemaReader::table(std::string_view schema, std::string_view name) {
  const std::string database = schema.empty() ? database_ : std::string(schema);
  Schema found = read_tables(database, name);
  if (found.tables.empty()) return std::nullopt;
  Table table = std::move(found.tables.front());
  const driver::ResultSet shown =
      query_(fmt::format("SHOW CREATE TABLE {}.{}", backticked(database), backticked(table.name)));
  if (!shown.rows.empty()) table.definition = text(shown.rows.front(), 1);
  return table;
}

std::vector<schema::Object> SchemaReader::objects(std::string_view schema,
                                                  const schema::ObjectFilter& filter) {
  using Kind = schema::Object::Kind;
  // The view that tells, its columns with the name and the table, and what else is wanted of it.
  struct Source {
    std::string_view view;
    std::string_view name;
    std::string_view table;
    std::string_view condition;
  };
  const std::map<Kind, Source> sources{
      {Kind::Table, {"tables", "table_name", "''", "table_type NOT IN ('VIEW', 'SEQUENCE')"}},
      {Kind::View, {"tables", "table_name", "''", "table_type = 'VIEW'"}},
      {Kind::Sequence, {"tables", "table_name", "''", "table_type = 'SEQUENCE'"}},
      {Kind::Index, {"statistics", "index_name", "table_name", "seq_in_index = 1"}},
      {Kind::PrimaryKey,
       {"table_constraints", "constraint_name", "table_name", "constraint_type = 'PRIMARY KEY'"}},
      {Kind::UniqueConstraint,
       {"table_constraints", "constraint_name", "table_name", "constraint_type = 'UNIQUE'"}},
      {Kind::ForeignKey,
       {"table_constraints", "constraint_name", "table_name", "constraint_type = 'FOREIGN KEY'"}},
      {Kind::Program, {"routines", "routine_name", "''", "routine_type <> ''"}}};
  const Source& source = sources.at(filter.kind);
  std::string query = fmt::format(
      "SELECT {}, {} FROM information_schema.{} WHERE {} = {} AND {}", source.name, source.table,
      source.view, filter.kind == Kind::Program ? "routine_schema" : "table_schema",
      literal(schema.empty() ? database_ : std::string(schema)), source.condition);
  const auto restrict_to = [&](std::string_view column, std::string_view name) {
    if (!name.empty())
      query += fmt::format(" AND lower({}) = lower({})", column, literal(std::string(name)));
  };
  restrict_to(source.name, filter.name);
  restrict_to(source.table, filter.table);
  const driver::ResultSet rows = query_(query);
  std::vector<schema::Object> found;
  for (const Row& row : rows.rows) found.push_back({filter.kind, text(row, 0), text(row, 1)});
  return found;
}

Schema SchemaReader::read() {
  Schema schema = read_tables(database_, "");
  const driver::ResultSet views = query_(fmt::format(
      "SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = {} "
      "ORDER BY table_name",
      literal(database_)));
  for (const Row& row : views.rows) schema.views.push_back({"", text(row, 0), text(row, 1)});
  return schema;
}

Schema SchemaReader::read_tables(const std::string& database, std::string_view only) {
  std::string where = "table_schema = " + literal(database);
  if (!only.empty()) where += " AND table_name = " + literal(only);
  Schema schema;
  const driver::ResultSet tables =
      query_(fmt::format("SELECT table_name, table_comment FROM information_schema.tables WHERE {} "
                         "AND table_type = 'BASE TABLE' "
                         "ORDER BY table_name",
                         where));
  for (const Row& row : tables.rows) {
    Table& table = schema.tables.emplace_back();
    table.name = text(row, 0);
    if (!text(row, 1).empty()) table.remarks = text(row, 1);
  }
  if (schema.tables.empty()) return schema;
  read_columns(schema, where);
  read_keys(schema, where);
  read_foreign_keys(schema, where);
  read_indexes(schema, where);
  read_checks(schema, where);
  read_triggers(schema, database, only);
  return schema;
}

void SchemaReader::read_columns(Schema& schema, const std::string& where) {
  const driver::ResultSet columns = query_(fmt::format(
      "SELECT table_name, column_name, column_type, is_nullable, column_default, extra, "
      "generation_expression, column_comment FROM information_schema.columns WHERE {} "
      "ORDER BY table_name, ordinal_position",
      where));
  for (const Row& row : columns.rows) {
    Table* table = find(schema, text(row, 0));
    if (table == nullptr) continue;  // a view
    schema::Column& column = table->columns.emplace_back();
    column.name = text(row, 1);
    column.type = text(row, 2);
    column.nullable = text(row, 3) == "YES";
    // MariaDB prints the expression, NULL included; no default is NULL in both.
    if (row[4] && *row[4] != "NULL") column.default_expression = row[4];
    column.auto_increment = to_lower(text(row, 5)).find("auto_increment") != std::string::npos;
    if (!text(row, 6).empty()) column.generated = row[6];
    if (!text(row, 7).empty()) column.remarks = row[7];
  }
}

void SchemaReader::read_keys(Schema& schema, const std::string& where) {
  const driver::ResultSet keys =
      query_(fmt::format("SELECT t.table_name, t.constraint_name, t.constraint_type, k.column_name "
                         "FROM (SELECT * FROM information_schema.table_constraints WHERE {0}) t "
                         "JOIN (SELECT * FROM information_schema.key_column_usage WHERE {0}) k "
                         "ON k.table_name = t.table_name AND k.constraint_name = t.constraint_name "
                         "WHERE t.constraint_type IN ('PRIMARY KEY', 'UNIQUE') "
                         "ORDER BY t.table_name, t.constraint_name, k.ordinal_position",
                         where));
  for (const Row& row : keys.rows) {
    Table* table = find(schema, text(row, 0));
    if (table == nullptr) continue;
    if (text(row, 2) == "PRIMARY KEY") {
      // Its name is always PRIMARY.
      if (!table->primary_key) table->primary_key.emplace();
      table->primary_key->columns.push_back(text(row, 3));
    } else {
      last_named(table->unique_keys, text(row, 1)).columns.push_back(text(row, 3));
    }
  }
}

void SchemaReader::read_foreign_keys(Schema& schema, const std::string& where) {
  const driver::ResultSet keys = query_(
      fmt::format("SELECT k.table_name, k.constraint_name, k.column_name, k.referenced_table_name, "
                  "k.referenced_column_name, r.delete_rule, r.update_rule "
                  "FROM (SELECT * FROM information_schema.key_column_usage WHERE {}) k "
                  "JOIN information_schema.referential_constraints r ON r.constraint_schema = "
                  "k.constraint_schema "
                  "AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name "
                  "WHERE k.referenced_table_name IS NOT NULL "
                  "ORDER BY k.table_name, k.constraint_name, k.ordinal_position",
                  where));
  for (const Row& row : keys.rows) {
    Table* table = find(schema, text(row, 0));
    if (table == nullptr) continue;
    schema::ForeignKey& key = last_named(table->foreign_keys, text(row, 1));
    key.columns.push_back(text(row, 2));
    key.referenced_table = text(row, 3);
    key.referenced_columns.push_back(text(row, 4));
    key.on_delete = text(row, 5);
    key.on_update = text(row, 6);
  }
}

void SchemaReader::read_indexes(Schema& schema, const std::string& where) {
  const driver::ResultSet indexes = query_(fmt::format(
      "SELECT table_name, index_name, non_unique, column_name, collation, sub_part "
      "FROM information_schema.statistics WHERE {} ORDER BY table_name, index_name, seq_in_index",
      where));
  for (const Row& row : indexes.rows) {
    Table* table = find(schema, text(row, 0));
    const std::string name = text(row, 1);
    if (table == nullptr || name == "PRIMARY" || is_behind_key(*table, name)) continue;
    schema::Index& index = last_named(table->indexes, name);
    index.unique = text(row, 2) == "0";
    const std::string length = row[5] ? "(" + *row[5] + ")" : "";
    // MySQL 8.0.13 has indexes on expressions, whose column is NULL.
    const std::string column = row[3].value_or("(expression)");
    index.columns.push_back(column + length + (text(row, 4) == "D" ? " DESC" : ""));
  }
}

void SchemaReader::read_checks(Schema& schema, const std::string& where) {
  std::string condition = replace_all(where, "table_schema", "t.table_schema");
  condition = replace_all(condition, "table_name", "t.table_name");
  const driver::ResultSet checks = query_(fmt::format(
      "SELECT t.table_name, c.constraint_name, c.check_clause "
      "FROM information_schema.table_constraints t JOIN information_schema.check_constraints c "
      "ON c.constraint_schema = t.constraint_schema AND c.constraint_name = t.constraint_name "
      "WHERE {} AND t.constraint_type = 'CHECK' ORDER BY t.table_name, c.constraint_name",
      condition));
  for (const Row& row : checks.rows) {
    Table* table = find(schema, text(row, 0));
    if (table != nullptr) table->checks.push_back(text(row, 1) + " " + text(row, 2));
  }
}

void SchemaReader::read_triggers(Schema& schema, const std::string& database,
                                 std::string_view only) {
  std::string condition = "event_object_schema = " + literal(database);
  if (!only.empty()) condition += " AND event_object_table = " + literal(only);
  const driver::ResultSet triggers = query_(fmt::format(
      "SELECT event_object_table, trigger_name, action_timing, event_manipulation, "
      "action_statement "
      "FROM information_schema.triggers WHERE {} ORDER BY event_object_table, trigger_name",
      condition));
  for (const Row& row : triggers.rows) {
    Table* table = find(schema, text(row, 0));
    if (table == nullptr) continue;
    table->triggers.push_back(
        {text(row, 1), fmt::format("{} {} {}", text(row, 2), text(row, 3), text(row, 4))});
  }
}

}  // namespace strata::mysql
