// Changes that are carried out as several others.
#include <fmt/format.h>

#include "engine/base/overloaded.h"
#include "engine/sql/dialect.h"

namespace strata::sql {
namespace {

using model::Change;
using model::Text;

Change as_change(model::ChangeBody body, const Change& whole) {
  return {std::move(body), whole.at};
}

Change raw_statement(std::string text, const Change& whole) {
  model::Sql sql;
  sql.sql = std::move(text);
  sql.split_statements = false;
  return as_change(std::move(sql), whole);
}

}  // namespace

std::string Dialect::joined(const std::string& left, const Text& between,
                            const std::string& right) const {
  return fmt::format("CONCAT_WS({}, {}, {})", string_literal(between.value_or("")), left, right);
}

std::vector<Change> Dialect::merge_columns(const model::MergeColumns& change, const Change& whole,
                                           const Target& target) const {
  model::AddColumn add{change.catalog_name, change.schema_name, change.table_name, {}};
  add.columns.emplace_back();
  add.columns.front().name = change.final_column_name;
  add.columns.front().type = change.final_column_type;
  add.columns.front().at = whole.at;
  model::Update fill;
  fill.catalog_name = change.catalog_name;
  fill.schema_name = change.schema_name;
  fill.table_name = change.table_name;
  fill.columns.emplace_back();
  fill.columns.front().name = change.final_column_name;
  fill.columns.front().value_computed =
      joined(column_name(change.column1_name, target), change.join_string,
             column_name(change.column2_name, target));
  std::vector<Change> parts{as_change(std::move(add), whole), as_change(std::move(fill), whole)};
  for (const Text* column : {&change.column1_name, &change.column2_name}) {
    parts.push_back(as_change(
        model::DropColumn{change.catalog_name, change.schema_name, change.table_name, *column, {}},
        whole));
  }
  return parts;
}

Change Dialect::lookup_key(const model::AddLookupTable& change, const Change& whole) {
  model::AddForeignKeyConstraint key;
  key.base_table_catalog_name = change.existing_table_catalog_name;
  key.base_table_schema_name = change.existing_table_schema_name;
  key.base_table_name = change.existing_table_name;
  key.base_column_names = change.existing_column_name;
  key.constraint_name = model::foreign_key_name(change);
  key.referenced_table_catalog_name = change.new_table_catalog_name;
  key.referenced_table_schema_name = change.new_table_schema_name;
  key.referenced_table_name = change.new_table_name;
  key.referenced_column_names = change.new_column_name;
  return as_change(std::move(key), whole);
}

std::vector<Change> Dialect::add_lookup_table(const model::AddLookupTable& change,
                                              const Change& whole, const Target& target) const {
  const std::string old_column = column_name(change.existing_column_name, target);
  model::AddNotNullConstraint not_null;
  not_null.catalog_name = change.new_table_catalog_name;
  not_null.schema_name = change.new_table_schema_name;
  not_null.table_name = change.new_table_name;
  not_null.column_name = change.new_column_name;
  not_null.column_data_type = change.new_column_data_type;
  model::AddPrimaryKey primary_key;
  primary_key.catalog_name = change.new_table_catalog_name;
  primary_key.schema_name = change.new_table_schema_name;
  primary_key.table_name = change.new_table_name;
  primary_key.column_names = change.new_column_name;
  return {raw_statement(
              fmt::format(
                  "CREATE TABLE {} AS SELECT DISTINCT {} AS {} FROM {} WHERE {} IS NOT NULL",
                  table_name(change.new_table_catalog_name, change.new_table_schema_name,
                             change.new_table_name, target),
                  old_column, column_name(change.new_column_name, target),
                  table_name(change.existing_table_catalog_name, change.existing_table_schema_name,
                             change.existing_table_name, target),
                  old_column),
              whole),
          as_change(std::move(not_null), whole), as_change(std::move(primary_key), whole),
          lookup_key(change, whole)};
}

std::vector<Change> Dialect::parts(const Change& change, const Target& target) const {
  return std::visit(
      Overloaded{
          [&](const model::MergeColumns& c) { return merge_columns(c, change, target); },
          [&](const model::AddLookupTable& c) { return add_lookup_table(c, change, target); },
          [&](const auto&) { return std::vector<Change>{change}; }},
      change.body);
}

}  // namespace strata::sql
