// Tables and columns in ANSI SQL.
#include <algorithm>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/sql/dialect.h"
#include "engine/sql/type_text.h"

namespace strata::sql {
namespace {

using model::Column;
using model::Constraints;
using model::has_value;
using model::Text;

bool is_primary_key(const Column& column) {
  return column.constraints && column.constraints->primary_key.value_or(false);
}

bool is_not_null(const Column& column) {
  // A primary key is NOT NULL on every database, and the reference says so.
  return column.constraints &&
         (!column.constraints->nullable.value_or(true) || is_primary_key(column));
}

bool is_foreign_key(const Constraints& constraints) {
  return constraints.references ||
         (constraints.referenced_column_names && constraints.referenced_table_name);
}

Text trimmed(const Text& text) {
  if (!text || trim(*text).empty()) return std::nullopt;
  return std::string(trim(*text));
}

// "schema.table(a, b)" in its parts.
struct Reference {
  std::string table;
  std::string columns;
};

Reference parse_reference(const std::string& text, const Column& column) {
  const std::size_t open = text.find('(');
  const std::size_t close = text.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) {
    throw Error(ErrorKind::Changelog,
                fmt::format("references must be table(column), not '{}'", text))
        .at(column.at);
  }
  return {std::string(trim(std::string_view(text).substr(0, open))),
          std::string(trim(std::string_view(text).substr(open + 1, close - open - 1)))};
}

// Unique constraints of columns: those with one name are one constraint, unnamed ones come first.
struct Unique {
  Text name;
  std::vector<std::string> columns;
};

std::vector<Unique> unique_constraints(const std::vector<Column>& columns) {
  std::vector<Unique> unnamed;
  std::vector<Unique> named;
  for (const Column& column : columns) {
    if (!column.constraints || !column.constraints->unique.value_or(false)) continue;
    const Text& name = column.constraints->unique_constraint_name;
    if (!name) {
      unnamed.push_back({std::nullopt, {*column.name}});
      continue;
    }
    const auto same = std::find_if(named.begin(), named.end(),
                                   [&](const Unique& unique) { return unique.name == name; });
    if (same == named.end()) {
      named.push_back({name, {*column.name}});
    } else {
      same->columns.push_back(*column.name);
    }
  }
  unnamed.insert(unnamed.end(), named.begin(), named.end());
  return unnamed;
}

}  // namespace

// By its flag, or by a type that says so.
bool Dialect::numbers_rows(const Column& column) {
  if (column.auto_increment) return *column.auto_increment;
  const TypeText type = parse_type(column.type.value_or(""));
  const std::string written = to_lower(type.written);
  return type.identity || (type.known && written.find("serial") != std::string::npos);
}

std::string Dialect::column_type(const Column& column, const Target& target) const {
  return type_name(column.type.value_or(""), {numbers_rows(column)}, target);
}

std::string Dialect::auto_increment_clause(const Column& column, const Target&) const {
  const std::string kind = column.generation_type && !column.generation_type->empty()
                               ? *column.generation_type
                               : "BY DEFAULT";
  std::string options;
  if (column.start_with) options += "START WITH " + column.start_with->digits;
  if (column.increment_by)
    options += (options.empty() ? "" : ", ") + ("INCREMENT BY " + column.increment_by->digits);
  return fmt::format("GENERATED {} AS IDENTITY{}", kind,
                     options.empty() ? "" : " (" + options + ")");
}

std::string Dialect::column_remarks_clause(const Column&) const { return ""; }

std::string Dialect::table_options(const model::CreateTable& change, const Target&) const {
  return change.tablespace && traits().tablespaces ? " TABLESPACE " + *change.tablespace : "";
}

Statements Dialect::remarks(const model::CreateTable&, const Target&) const { return {}; }

Statements Dialect::column_remarks(const model::AddColumn&, const Column&, const Target&) const {
  return {};
}

std::string Dialect::column_key_clause(const model::CreateTable&, const Column&,
                                       const Target&) const {
  return "";
}

std::string Dialect::deferrable_clause(const model::Flag& deferrable,
                                       const model::Flag& initially_deferred) const {
  if (!traits().deferrable_constraints) return "";
  std::string text = deferrable.value_or(false) ? " DEFERRABLE" : "";
  return initially_deferred.value_or(false) ? text + " INITIALLY DEFERRED" : text;
}

// Inside CREATE TABLE the reference says it the other way round.
std::string Dialect::inline_deferrable_clause(const Constraints& constraints) const {
  if (!traits().deferrable_constraints) return "";
  const std::string text =
      constraints.initially_deferred.value_or(false) ? " INITIALLY DEFERRED" : "";
  return constraints.deferrable.value_or(false) ? text + " DEFERRABLE" : text;
}

std::string Dialect::primary_key_clause(const model::CreateTable& change,
                                        const Target& target) const {
  std::vector<std::string> columns;
  Text name;
  const Constraints* first = nullptr;
  for (const Column& column : change.columns) {
    if (!is_primary_key(column)) continue;
    if (first == nullptr) first = &*column.constraints;
    if (!name) name = trimmed(column.constraints->primary_key_name);
    columns.push_back(column_name(column.name, target));
  }
  if (first == nullptr) return "";
  std::string text = fmt::format(
      "CONSTRAINT {} PRIMARY KEY ({})",
      constraint_name(name.value_or(primary_key_name(change.table_name.value_or(""))), target),
      fmt::join(columns, ", "));
  if (first->primary_key_tablespace && traits().tablespaces) {
    text += " USING INDEX TABLESPACE " + *first->primary_key_tablespace;
  }
  return text + inline_deferrable_clause(*first);
}

Statements Dialect::create_table(const model::CreateTable& change, const Target& target) const {
  std::vector<std::string> parts;
  for (const Column& column : change.columns) {
    const std::string type = column_type(column, target);
    std::string text =
        column_name(column.name, target) + " " + type + column_key_clause(change, column, target);
    const std::string numbering =
        numbers_rows(column) ? auto_increment_clause(column, target) : std::string();
    const Text value = default_value(column, target);
    if (value && numbering.empty()) text += " DEFAULT " + *value;
    if (!numbering.empty()) text += " " + numbering;
    if (is_not_null(column)) {
      const Text name = traits().not_null_constraint_names
                            ? trimmed(column.constraints->not_null_constraint_name)
                            : std::nullopt;
      text += name ? fmt::format(" CONSTRAINT {} NOT NULL", constraint_name(*name, target))
                   : " NOT NULL";
    } else {
      text += null_clause(column);
    }
    parts.push_back(text + column_remarks_clause(column));
  }
  if (std::string key = primary_key_clause(change, target); !key.empty())
    parts.push_back(std::move(key));
  for (const Column& column : change.columns) {
    if (!column.constraints || !is_foreign_key(*column.constraints)) continue;
    const Constraints& key = *column.constraints;
    std::string referenced;
    if (key.references) {
      const Reference reference = parse_reference(*key.references, column);
      const bool qualify = reference.table.find('.') == std::string::npos &&
                           !target.default_schema.empty() && traits().schemas;
      const std::string schema =
          qualify ? quote(target.default_schema, ObjectKind::Schema, target) + "." : "";
      referenced = schema + *key.references;
    } else {
      referenced = table_name(key.referenced_table_catalog_name, key.referenced_table_schema_name,
                              key.referenced_table_name, target) +
                   "(" + quote_columns(*key.referenced_column_names, target) + ")";
    }
    const std::string name =
        key.foreign_key_name ? "CONSTRAINT " + constraint_name(*key.foreign_key_name, target) + " "
                             : "";
    parts.push_back(fmt::format("{}FOREIGN KEY ({}) REFERENCES {}{}{}", name,
                                column_name(column.name, target), referenced,
                                key.delete_cascade.value_or(false) ? " ON DELETE CASCADE" : "",
                                inline_deferrable_clause(key)));
  }
  for (const Unique& unique : unique_constraints(change.columns)) {
    const std::string name =
        unique.name ? "CONSTRAINT " + constraint_name(*unique.name, target) + " " : "";
    parts.push_back(
        fmt::format("{}UNIQUE ({})", name,
                    quote_columns(fmt::format("{}", fmt::join(unique.columns, ", ")), target)));
  }
  const Text kind = trimmed(change.table_type);
  const bool if_not_exists =
      change.if_not_exists.value_or(false) && traits().create_table_if_not_exists;
  Statements statements = one(
      fmt::format("CREATE {}TABLE {}{} ({}){}", kind ? to_upper(*kind) + " " : "",
                  if_not_exists ? "IF NOT EXISTS " : "",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  fmt::join(parts, ", "), table_options(change, target)));
  append(statements, remarks(change, target));
  return statements;
}

Statements Dialect::drop_table(const model::DropTable& change, const Target& target) const {
  const bool cascade = change.cascade_constraints.value_or(false) && traits().drop_table_cascade;
  return one(
      fmt::format("DROP TABLE {}{}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  cascade ? " CASCADE" : ""));
}

Statements Dialect::rename_table(const model::RenameTable& change, const Target& target) const {
  return one(fmt::format(
      "ALTER TABLE {} RENAME TO {}",
      table_name(change.catalog_name, change.schema_name, change.old_table_name, target),
      quote(change.new_table_name.value_or(""), ObjectKind::Table, target)));
}

std::string Dialect::added_column(const Column& column, const Target& target) const {
  std::string text = "ADD " + column_name(column.name, target) + " " + column_type(column, target);
  if (numbers_rows(column)) {
    const std::string numbering = auto_increment_clause(column, target);
    if (!numbering.empty()) text += " " + numbering;
  }
  if (const Text value = default_value(column, target)) text += " DEFAULT " + *value;
  // With a value, the column is filled before it refuses NULL.
  const bool not_null =
      column.constraints && !column.constraints->nullable.value_or(true) && !has_value(column);
  text += not_null || is_primary_key(column) ? " NOT NULL" : std::string(null_clause(column));
  if (is_primary_key(column)) text += " PRIMARY KEY";
  return text + column_remarks_clause(column) + column_position_clause(column, target);
}

std::string Dialect::column_position_clause(const Column&, const Target&) const { return ""; }

Statements Dialect::add_column(const model::AddColumn& change, const Target& target) const {
  const std::string table =
      table_name(change.catalog_name, change.schema_name, change.table_name, target);
  Statements statements;
  for (const Column& column : change.columns) {
    append(statements, one(fmt::format("ALTER TABLE {} {}", table, added_column(column, target))));
    append(statements, added_constraints(change, column, target));
  }
  append(statements, fill_added(change, target));
  for (const Column& column : change.columns) {
    if (!refuses_null_later(column)) continue;
    model::AddNotNullConstraint constraint;
    constraint.catalog_name = change.catalog_name;
    constraint.schema_name = change.schema_name;
    constraint.table_name = change.table_name;
    constraint.column_name = column.name;
    constraint.column_data_type = column.type;
    constraint.constraint_name = column.constraints->not_null_constraint_name;
    append(statements, add_not_null(constraint, target));
  }
  for (const Column& column : change.columns) {
    if (trimmed(column.remarks)) append(statements, column_remarks(change, column, target));
  }
  return statements;
}

Statements Dialect::fill_added(const model::AddColumn& change, const Target& target) const {
  Statements statements;
  for (const Column& column : change.columns) {
    if (!has_value(column)) continue;
    model::Update fill;
    fill.catalog_name = change.catalog_name;
    fill.schema_name = change.schema_name;
    fill.table_name = change.table_name;
    fill.columns = {column};
    append(statements, update(fill, target));
  }
  return statements;
}

bool Dialect::refuses_null_later(const Column& column) {
  return has_value(column) && column.constraints && !column.constraints->nullable.value_or(true);
}

Statements Dialect::added_constraints(const model::AddColumn& change, const Column& column,
                                      const Target& target) const {
  Statements statements;
  if (!column.constraints) return statements;
  const Constraints& constraints = *column.constraints;
  if (constraints.unique.value_or(false)) {
    model::AddUniqueConstraint unique;
    unique.catalog_name = change.catalog_name;
    unique.schema_name = change.schema_name;
    unique.table_name = change.table_name;
    unique.column_names = column.name;
    unique.constraint_name = constraints.unique_constraint_name;
    append(statements, add_unique(unique, target));
  }
  if (!is_foreign_key(constraints)) return statements;
  model::AddForeignKeyConstraint key;
  key.base_table_catalog_name = change.catalog_name;
  key.base_table_schema_name = change.schema_name;
  key.base_table_name = change.table_name;
  key.base_column_names = column.name;
  key.constraint_name = constraints.foreign_key_name;
  if (constraints.references) {
    Reference reference = parse_reference(*constraints.references, column);
    if (const std::size_t dot = reference.table.find('.'); dot != std::string::npos) {
      key.referenced_table_schema_name = reference.table.substr(0, dot);
      reference.table.erase(0, dot + 1);
    }
    key.referenced_table_name = reference.table;
    key.referenced_column_names = reference.columns;
  } else {
    key.referenced_table_catalog_name = constraints.referenced_table_catalog_name;
    key.referenced_table_schema_name = constraints.referenced_table_schema_name;
    key.referenced_table_name = constraints.referenced_table_name;
    key.referenced_column_names = constraints.referenced_column_names;
  }
  if (constraints.delete_cascade.value_or(false)) key.on_delete = "CASCADE";
  key.deferrable = constraints.deferrable;
  key.initially_deferred = constraints.initially_deferred;
  key.validate = constraints.validate_foreign_key;
  append(statements, add_foreign_key(key, target));
  return statements;
}

Statements Dialect::drop_column(const model::DropColumn& change, const Target& target) const {
  std::vector<Text> names;
  for (const Column& column : change.columns) names.push_back(column.name);
  if (names.empty()) names.push_back(change.column_name);
  const std::string table =
      table_name(change.catalog_name, change.schema_name, change.table_name, target);
  Statements statements;
  for (const Text& name : names) {
    append(statements,
           one(fmt::format("ALTER TABLE {} DROP COLUMN {}", table, column_name(name, target))));
  }
  return statements;
}

Statements Dialect::rename_column(const model::RenameColumn& change, const Target& target) const {
  return one(fmt::format(
      "ALTER TABLE {} RENAME COLUMN {} TO {}",
      table_name(change.catalog_name, change.schema_name, change.table_name, target),
      column_name(change.old_column_name, target), column_name(change.new_column_name, target)));
}

Statements Dialect::modify_data_type(const model::ModifyDataType& change,
                                     const Target& target) const {
  return one(
      fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DATA TYPE {}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  column_name(change.column_name, target),
                  type_name(change.new_data_type.value_or(""), {}, target)));
}

}  // namespace strata::sql
