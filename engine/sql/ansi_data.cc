// Rows and views in ANSI SQL.
#include <algorithm>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/sql/dialect.h"
#include "engine/sql/splitter.h"

namespace strata::sql {
namespace {

using model::Text;

}  // namespace

Statements Dialect::insert(const model::Insert& change, const Target& target) const {
  std::vector<std::string> names;
  std::vector<std::string> values;
  for (const model::Column& column : change.columns) {
    if (column.auto_increment.value_or(false)) continue;  // the database numbers the row
    names.push_back(column_name(column.name, target));
    values.push_back(column_value(column, change.schema_name, target));
  }
  return one(
      fmt::format("INSERT INTO {} ({}) VALUES ({})",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  fmt::join(names, ", "), fmt::join(values, ", ")));
}

Statements Dialect::update(const model::Update& change, const Target& target) const {
  // In the order of their names, as the reference has them.
  std::vector<model::Column> columns = change.columns;
  std::stable_sort(columns.begin(), columns.end(),
                   [](const model::Column& a, const model::Column& b) { return a.name < b.name; });
  std::vector<std::string> assignments;
  assignments.reserve(columns.size());
  for (model::Column& column : columns) {
    // As the reference has it, in `update` alone.
    if (column.value_date && column.value_date->is_day)
      column.value_date->kind = model::DateValue::Kind::Date;
    assignments.push_back(column_name(column.name, target) + " = " +
                          column_value(column, change.schema_name, target));
  }
  std::string text =
      fmt::format("UPDATE {} SET {}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  fmt::join(assignments, ", "));
  if (change.where) text += " WHERE " + condition(change.where, change.where_params, target);
  return one(std::move(text));
}

Statements Dialect::delete_rows(const model::Delete& change, const Target& target) const {
  std::string text = "DELETE FROM " +
                     table_name(change.catalog_name, change.schema_name, change.table_name, target);
  if (change.where) text += " WHERE " + condition(change.where, change.where_params, target);
  return one(std::move(text));
}

Statements Dialect::upsert(const Upsert& row) const {
  Statements statements;
  if (!row.updates.empty()) {
    statements =
        one(fmt::format("UPDATE {} SET {} WHERE {}", row.table, row.assignments(), row.condition));
  }
  if (!row.only_update) {
    append(statements,
           one(fmt::format("INSERT INTO {} ({}) SELECT {} WHERE NOT EXISTS (SELECT 1 FROM {} WHERE "
                           "{})",
                           row.table, fmt::join(row.columns, ", "), fmt::join(row.values, ", "),
                           row.table, row.condition)));
  }
  return statements;
}

Statements Dialect::upsert_all(const std::vector<Upsert>& rows) const {
  Statements statements;
  for (const Upsert& row : rows) append(statements, upsert(row));
  return statements;
}

Statements Dialect::create_view(const model::CreateView& change, const Target& target) const {
  const std::string query =
      change.content ? change.content->expanded : change.select_query.value_or("");
  std::string text(trim(query));
  const bool replace = change.replace_if_exists.value_or(false);
  if (!change.full_definition.value_or(false)) {
    text = fmt::format("CREATE {}VIEW {} AS {}", replace ? "OR REPLACE " : "",
                       qualified(change.catalog_name, change.schema_name,
                                 change.view_name.value_or(""), ObjectKind::View, target),
                       text);
  } else if (replace && starts_with_ignore_case(text, "create view")) {
    constexpr std::size_t kCreate = 6;
    text.replace(0, kCreate, "CREATE OR REPLACE");
  }
  return one(std::move(text));
}

Statements Dialect::drop_view(const model::DropView& change, const Target& target) const {
  return one(fmt::format("DROP VIEW {}{}", change.if_exists.value_or(false) ? "IF EXISTS " : "",
                         qualified(change.catalog_name, change.schema_name,
                                   change.view_name.value_or(""), ObjectKind::View, target)));
}

Statements Dialect::rename_view(const model::RenameView& change, const Target& target) const {
  return one(fmt::format("ALTER TABLE {} RENAME TO {}",
                         qualified(change.catalog_name, change.schema_name,
                                   change.old_view_name.value_or(""), ObjectKind::View, target),
                         quote(change.new_view_name.value_or(""), ObjectKind::View, target)));
}

}  // namespace strata::sql
