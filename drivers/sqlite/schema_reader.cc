#include "drivers/sqlite/schema_reader.h"

#include <algorithm>

#include "drivers/sqlite/table_text.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

using schema::Schema;
using schema::Table;

std::string literal(std::string_view text) {
  return "'" + replace_all(std::string(text), "'", "''") + "'";
}

void add_reference(Table& table, const std::optional<std::string>& name,
                   std::vector<std::string> columns, const std::string& text) {
  ReferenceText reference = parse_reference(text);
  table.foreign_keys.push_back({name, std::move(columns), std::move(reference.table),
                                std::move(reference.columns), std::move(reference.on_delete),
                                std::move(reference.on_update), reference.deferrable,
                                reference.initially_deferred});
}

void add_column(Table& table, const ColumnText& text) {
  schema::Column& column = table.columns.emplace_back();
  column.name = text.name;
  column.type = text.type;
  for (const ColumnClause& clause : text.clauses) {
    switch (clause.kind) {
      case ClauseKind::PrimaryKey:
        table.primary_key = schema::Key{clause.name, {text.name}};
        column.auto_increment = has_keyword(clause.text, "AUTOINCREMENT");
        break;
      case ClauseKind::NotNull:
        column.nullable = false;
        break;
      case ClauseKind::Unique:
        table.unique_keys.push_back({clause.name, {text.name}});
        break;
      case ClauseKind::Check:
        table.checks.push_back(clause.text);
        break;
      case ClauseKind::Default:
        column.default_expression = behind_keyword(clause.text, "DEFAULT");
        break;
      case ClauseKind::References:
        add_reference(table, clause.name, {text.name}, clause.text);
        break;
      case ClauseKind::Generated:
        column.generated = behind_keyword(clause.text, "AS");
        break;
      case ClauseKind::Null:
      case ClauseKind::Collate:
        break;
    }
  }
}

void fill(Table& table) {
  const std::optional<TableText> text = parse_table(table.definition);
  if (!text) return;  // a virtual table
  for (const ColumnText& column : text->columns) add_column(table, column);
  for (const ConstraintText& constraint : text->constraints) {
    switch (constraint.kind) {
      case ConstraintKind::PrimaryKey:
        table.primary_key = schema::Key{constraint.name, constraint.columns};
        // PRIMARY KEY (id AUTOINCREMENT)
        for (schema::Column& column : table.columns)
          column.auto_increment = mentions(constraint.text, "AUTOINCREMENT") &&
                                  equals_ignore_case(column.name, constraint.columns.front());
        break;
      case ConstraintKind::Unique:
        table.unique_keys.push_back({constraint.name, constraint.columns});
        break;
      case ConstraintKind::Check:
        table.checks.push_back(constraint.text);
        break;
      case ConstraintKind::ForeignKey:
        add_reference(table, constraint.name, constraint.columns, constraint.text);
        break;
    }
  }
}

schema::Index to_index(const std::string& name, const std::string& definition) {
  IndexText text = parse_index(definition);
  return {name, text.unique, std::move(text.columns), definition};
}

}  // namespace

std::optional<Table> SchemaReader::table(std::string_view, std::string_view name) {
  Schema schema = read_where("lower(tbl_name) = lower(" + literal(name) + ") AND type <> 'view'");
  if (schema.tables.empty()) return std::nullopt;
  return std::move(schema.tables.front());
}

std::vector<schema::Object> SchemaReader::objects(std::string_view schema,
                                                  const schema::ObjectFilter& filter) {
  using schema::Object;
  std::vector<Object> found;
  const auto add = [&](Object::Kind kind, const std::string& name, const std::string& table) {
    const bool is_it = kind == filter.kind &&
                       (filter.name.empty() || equals_ignore_case(name, filter.name)) &&
                       (filter.table.empty() || equals_ignore_case(table, filter.table));
    if (is_it) found.push_back({kind, name, table});
  };
  const bool is_key = filter.kind == Object::Kind::PrimaryKey ||
                      filter.kind == Object::Kind::UniqueConstraint ||
                      filter.kind == Object::Kind::ForeignKey;
  if (!is_key) {
    const driver::ResultSet rows = query_(
        "SELECT type, name, CASE type WHEN 'index' THEN tbl_name ELSE '' END FROM sqlite_master "
        "WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' OR type = 'index'");
    for (const auto& row : rows.rows)
      add(schema::object_kind(row[0].value_or("")), row[1].value_or(""), row[2].value_or(""));
    return found;
  }
  // Keys are known only from the texts of their tables.
  std::vector<Table> tables;
  if (filter.table.empty()) {
    tables = read().tables;
  } else if (std::optional<Table> one = table(schema, filter.table)) {
    tables.push_back(std::move(*one));
  }
  for (const Table& table : tables) {
    if (table.primary_key)
      add(Object::Kind::PrimaryKey, table.primary_key->name.value_or(""), table.name);
    for (const schema::Key& key : table.unique_keys)
      add(Object::Kind::UniqueConstraint, key.name.value_or(""), table.name);
    for (const schema::ForeignKey& key : table.foreign_keys)
      add(Object::Kind::ForeignKey, key.name.value_or(""), table.name);
  }
  return found;
}

Schema SchemaReader::read() { return read_where("name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"); }

Schema SchemaReader::read_where(const std::string& condition) {
  // Tables come before what belongs to them.
  const driver::ResultSet rows =
      query_("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE " + condition +
             " ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'view' THEN 1 ELSE 2 END, name");
  Schema schema;
  const auto owner = [&](const std::string& name) {
    return std::find_if(schema.tables.begin(), schema.tables.end(),
                        [&](const Table& table) { return equals_ignore_case(table.name, name); });
  };
  const auto find_view = [&](const std::string& name) {
    return std::find_if(schema.views.begin(), schema.views.end(), [&](const schema::View& view) {
      return equals_ignore_case(view.name, name);
    });
  };
  for (const auto& row : rows.rows) {
    const std::string& type = *row[0];
    const std::string& name = *row[1];
    const std::string definition = row[3].value_or("");
    if (type == "table") {
      Table& table = schema.tables.emplace_back();
      table.name = name;
      table.definition = definition;
      fill(table);
    } else if (type == "view") {
      schema.views.push_back({"", name, definition});
    } else if (const auto view = find_view(*row[2]); view != schema.views.end()) {
      view->triggers.push_back({name, definition});
    } else if (const auto table = owner(*row[2]); table != schema.tables.end()) {
      if (type == "trigger") table->triggers.push_back({name, definition});
      // Indexes behind keys have no statement.
      if (type == "index" && !definition.empty())
        table->indexes.push_back(to_index(name, definition));
    }
  }
  return schema;
}

}  // namespace strata::sqlite
