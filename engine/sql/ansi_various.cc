// Comments, numbering, and all foreign keys at once.
#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/sql/dialect.h"

namespace strata::sql {

Statements Dialect::add_auto_increment(const model::AddAutoIncrement&, const Target&) const {
  not_supported("addAutoIncrement");
}

Statements Dialect::set_table_remarks(const model::SetTableRemarks& change,
                                      const Target& target) const {
  return one(
      fmt::format("COMMENT ON TABLE {} IS {}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  string_literal(trim(change.remarks.value_or("")))));
}

Statements Dialect::set_column_remarks(const model::SetColumnRemarks& change,
                                       const Target& target) const {
  return one(fmt::format(
      "COMMENT ON COLUMN {}.{} IS {}",
      table_name(change.catalog_name, change.schema_name, change.table_name, target),
      column_name(change.column_name, target), string_literal(trim(change.remarks.value_or("")))));
}

Statements Dialect::drop_all_foreign_keys(const model::DropAllForeignKeyConstraints& change,
                                          const Target& target) const {
  if (target.schema == nullptr) {
    throw Error(ErrorKind::Changelog,
                "dropAllForeignKeyConstraints: which keys the table has is known only to the "
                "database")
        .with_hint("name them in dropForeignKeyConstraint, or run against the database");
  }
  const std::string schema = change.base_table_schema_name.value_or(
      traits().schemas ? "" : change.base_table_catalog_name.value_or(""));
  const auto table = target.schema->table(schema, change.base_table_name.value_or(""));
  if (!table) {
    throw Error(ErrorKind::Changelog,
                fmt::format("there is no table {}", change.base_table_name.value_or("")));
  }
  Statements statements;
  for (const schema::ForeignKey& key : table->foreign_keys) {
    append(statements,
           drop_foreign_key({change.base_table_catalog_name, change.base_table_schema_name,
                             change.base_table_name, key.name},
                            target));
  }
  return statements;
}

}  // namespace strata::sql
