// Rows.
#include <fmt/format.h>

#include "drivers/postgresql/dialect.h"
#include "drivers/postgresql/types.h"
#include "engine/base/bytes_text.h"
#include "engine/base/text.h"

namespace strata::postgresql {

using sql::one;
using sql::Statements;
using sql::Target;

namespace {

std::string literal(std::string_view bytes) { return "'\\x" + to_hex(bytes) + "'"; }

bool is_oid(const model::Column& column, const std::optional<schema::Table>& table) {
  if (!table) return false;
  const schema::Column* known = table->find_column(column.name.value_or(""));
  return known != nullptr && known->type == "oid";
}

// A column of type oid holds the number of a large object, which has to be made of the bytes. One
// that is just being added says its type.
template <typename Change>
Change with_large_objects(const Change& change, const Target& target) {
  Change adapted = change;
  std::optional<schema::Table> table;
  if (target.schema != nullptr) {
    table = target.schema->table(change.schema_name.value_or(""), change.table_name.value_or(""));
  }
  for (model::Column& column : adapted.columns) {
    if (!column.value_blob_file || !column.file_value) continue;
    const bool says_oid = column.type && type_name(*column.type, Numbering::None) == "OID";
    if (!says_oid && !is_oid(column, table)) continue;
    column.value_blob_file.reset();
    column.value_computed = fmt::format("lo_from_bytea(0, {})", literal(*column.file_value));
  }
  return adapted;
}

}  // namespace

std::string PostgreSqlDialect::bytes_literal(std::string_view bytes) const {
  return literal(bytes);
}

Statements PostgreSqlDialect::insert(const model::Insert& change, const Target& target) const {
  return Dialect::insert(with_large_objects(change, target), target);
}

Statements PostgreSqlDialect::update(const model::Update& change, const Target& target) const {
  return Dialect::update(with_large_objects(change, target), target);
}

// One statement, so that nobody comes between; a value may hold $$.
Statements PostgreSqlDialect::upsert(const sql::Upsert& row) const {
  std::string body = "BEGIN\n";
  if (row.updates.empty()) {
    body += fmt::format("perform * from {} WHERE {};\n", row.table, row.condition);
  } else {
    body +=
        fmt::format("UPDATE {} SET {} WHERE {};\n", row.table, row.assignments(), row.condition);
  }
  if (!row.only_update) {
    body += fmt::format("IF not found THEN\nINSERT INTO {} ({}) VALUES ({});\nEND IF;\n", row.table,
                        fmt::join(row.columns, ", "), fmt::join(row.values, ", "));
  }
  body += "END;";
  std::string quotes = "$$";
  while (body.find(quotes) != std::string::npos) quotes.insert(1, "_");
  return one(fmt::format("DO\n{}\n{}\n{}\nLANGUAGE plpgsql", quotes, body, quotes));
}

}  // namespace strata::postgresql
