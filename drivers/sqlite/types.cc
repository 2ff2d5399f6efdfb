#include "drivers/sqlite/types.h"

#include <array>

#include "drivers/sqlite/table_text.h"
#include "engine/base/text.h"
#include "engine/sql/type_text.h"

namespace strata::sqlite {
namespace {

using sql::TypeText;
using sql::with_parameters;

// What SQLite refuses as a name without quotes, and what the reference quotes on top of that.
constexpr std::array<std::string_view, 95> kReservedWords{
    "ABORT",         "ACTION",    "ADD",       "AFTER",      "ALL",
    "ALTER",         "ANALYZE",   "AND",       "AS",         "ATTACH",
    "AUTOINCREMENT", "BEFORE",    "BETWEEN",   "CASCADE",    "CASE",
    "CHECK",         "COLLATE",   "COMMIT",    "CONFLICT",   "CONSTRAINT",
    "CREATE",        "DATABASE",  "DEFAULT",   "DEFERRABLE", "DEFERRED",
    "DELETE",        "DESC",      "DETACH",    "DISTINCT",   "DROP",
    "ELSE",          "ESCAPE",    "EXCEPT",    "EXCLUSIVE",  "EXISTS",
    "EXPLAIN",       "FAIL",      "FOREIGN",   "FROM",       "GLOB",
    "GROUP",         "HAVING",    "IF",        "IGNORE",     "IN",
    "INDEX",         "INDEXED",   "INITIALLY", "INSERT",     "INSTEAD",
    "INTERSECT",     "INTO",      "IS",        "ISNULL",     "JOIN",
    "KEY",           "LIMIT",     "NOT",       "NOTHING",    "NOTNULL",
    "NULL",          "OFFSET",    "ON",        "OR",         "ORDER",
    "PLAN",          "PRAGMA",    "PRIMARY",   "QUERY",      "RAISE",
    "REFERENCES",    "REGEXP",    "REINDEX",   "RENAME",     "REPLACE",
    "RESTRICT",      "RETURNING", "SELECT",    "SET",        "TABLE",
    "TEMP",          "TEMPORARY", "THEN",      "TO",         "TRANSACTION",
    "UNION",         "UNIQUE",    "UPDATE",    "USING",      "VACUUM",
    "VALUES",        "VIEW",      "VIRTUAL",   "WHEN",       "WHERE",
};

// Behind a type's parameters SQLite takes only column constraints; without any, words belong to the
// type.
std::string with_suffix(std::string name, const TypeText& type) {
  constexpr std::string_view kClauses[] = {"not null",    "null",     "default", "unique",
                                           "primary key", "check",    "collate", "references",
                                           "constraint",  "generated"};
  if (type.parameters.empty() && !type.suffix.empty()) return name + " " + type.suffix;
  const std::string suffix = to_lower(type.suffix);
  for (const std::string_view clause : kClauses) {
    if (suffix.starts_with(clause)) return name + " " + type.suffix;
  }
  return name;
}

}  // namespace

std::span<const std::string_view> reserved_words() { return kReservedWords; }

// SQLite takes any type; its affinity is all that counts (sqlite.org/datatype3.html), so the names
// are the reference's.
std::string type_name(std::string_view written, bool auto_increment) {
  // A generated column's expression is no part of its type.
  if (const ColumnText column = parse_column("c " + std::string(written));
      column.find(ClauseKind::Generated) != nullptr && !column.type.empty()) {
    std::string text = type_name(column.type, auto_increment);
    for (const ColumnClause& clause : column.clauses) text += " " + clause.text;
    return text;
  }
  const TypeText type = sql::parse_type(written);
  // Only INTEGER PRIMARY KEY is the row's number; the reference fails with bigint.
  const bool is_number = type.name == "bigint" || type.name == "smallint" ||
                         type.name == "tinyint" || type.name == "mediumint" ||
                         type.name == "number" || type.name == "decimal";
  if (type.name == "int" || (auto_increment && is_number)) return "INTEGER";
  if (type.name == "clob" || type.name == "datetime" || type.name == "timestamp" ||
      type.name == "uuid" || type.name == "xml") {
    return "TEXT";
  }
  if (type.name == "date" || type.name == "time") return type.name;
  if (type.name == "currency") return "REAL";
  if (type.name == "number") return with_suffix(with_parameters("NUMBER", type.parameters), type);
  return with_suffix(with_parameters(to_upper(type.name), type.parameters), type);
}

}  // namespace strata::sqlite
