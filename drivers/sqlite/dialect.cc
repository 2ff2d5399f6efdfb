#include "drivers/sqlite/dialect.h"

#include <algorithm>

#include <fmt/format.h>

#include "drivers/sqlite/lexical.h"
#include "drivers/sqlite/types.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata {

const sql::Dialect& sqlite_dialect() {
  static const sqlite::SqliteDialect kDialect;
  return kDialect;
}

namespace sqlite {
namespace {

using model::Column;
using model::Text;
using sql::ObjectKind;
using sql::Statements;
using sql::Target;

bool is_primary_key(const Column& column) {
  return column.constraints && column.constraints->primary_key.value_or(false);
}

sql::Traits traits() {
  sql::Traits traits;
  traits.name = "sqlite";
  traits.product_name = "SQLite";
  traits.lexical = lexical_rules();
  traits.reserved_words = reserved_words();
  traits.transactional_ddl = true;
  traits.schemas = false;
  traits.deferrable_constraints = true;
  traits.create_table_if_not_exists = true;
  static constexpr std::string_view kOnlyInTransactions[] = {"PRAGMA DEFER_FOREIGN_KEYS"};
  traits.only_in_transactions = kOnlyInTransactions;
  traits.boolean_true = "1";
  traits.boolean_false = "0";
  traits.auto_increment_clause = "AUTOINCREMENT";
  traits.current_timestamp = "CURRENT_TIMESTAMP";
  traits.locking_read = "";
  traits.enforces_lengths = false;
  traits.rows_per_insert = 1;
  return traits;
}

}  // namespace

SqliteDialect::SqliteDialect() : Dialect(sqlite::traits()) {}

bool SqliteDialect::is_numbered(const Column& column) { return numbers_rows(column); }

bool SqliteDialect::is_single_key(const model::CreateTable& table, const Column& column) {
  const auto keys = std::count_if(table.columns.begin(), table.columns.end(), is_primary_key);
  return keys == 1 && is_primary_key(column);
}

// As a default, SQLite takes an expression in parentheses only.
std::string SqliteDialect::default_expression(std::string_view text) const {
  const std::string value = expression(trim(text));
  const bool bare = value.starts_with('\'') || value.starts_with('(') ||
                    value.find_first_of("( ") == std::string::npos;
  return bare ? value : "(" + value + ")";
}

// The grammar has INITIALLY only behind DEFERRABLE.
std::string SqliteDialect::deferrable_clause(const model::Flag& deferrable,
                                             const model::Flag& initially_deferred) const {
  if (initially_deferred.value_or(false)) return " DEFERRABLE INITIALLY DEFERRED";
  return deferrable.value_or(false) ? " DEFERRABLE" : "";
}

// Only foreign keys can be deferred.
std::string SqliteDialect::inline_deferrable_clause(const model::Constraints& constraints) const {
  const bool is_key = constraints.references || constraints.referenced_table_name;
  return is_key ? deferrable_clause(constraints.deferrable, constraints.initially_deferred) : "";
}

std::string SqliteDialect::next_value(std::string_view sequence, const Target&) const {
  throw Error(ErrorKind::Changelog, fmt::format("SQLite has no sequences ({})", sequence));
}

std::string SqliteDialect::current_value(std::string_view sequence, const Target& target) const {
  return next_value(sequence, target);
}

// Schemas of other databases would be attached files here; the changelog does not mean those.
std::string SqliteDialect::qualified(const Text&, const Text&, std::string_view name,
                                     ObjectKind kind, const Target& target) const {
  return quote(name, kind, target);
}

std::string SqliteDialect::type_name(std::string_view written, const sql::TypeUse& use,
                                     const Target&) const {
  return sqlite::type_name(written, use.auto_increment);
}

// Part of column_key_clause; columns that are no key cannot number rows.
std::string SqliteDialect::auto_increment_clause(const Column&, const Target&) const { return ""; }

std::string SqliteDialect::column_key_clause(const model::CreateTable& change, const Column& column,
                                             const Target& target) const {
  if (!numbers_rows(column) || !is_single_key(change, column)) return "";
  const Text& given = column.constraints->primary_key_name;
  const std::string name =
      given && !trim(*given).empty() ? *given : primary_key_name(change.table_name.value_or(""));
  return fmt::format(" CONSTRAINT {} PRIMARY KEY AUTOINCREMENT", constraint_name(name, target));
}

std::string SqliteDialect::primary_key_clause(const model::CreateTable& change,
                                              const Target& target) const {
  const bool said = std::any_of(
      change.columns.begin(), change.columns.end(),
      [&](const Column& column) { return numbers_rows(column) && is_single_key(change, column); });
  return said ? "" : Dialect::primary_key_clause(change, target);
}

Statements SqliteDialect::create_table(const model::CreateTable& change,
                                       const Target& target) const {
  model::CreateTable plain = change;
  for (Column& column : plain.columns) {
    if (column.constraints && column.constraints->references)
      column.constraints->references = without_schema(*column.constraints->references);
  }
  return Dialect::create_table(plain, target);
}

Statements SqliteDialect::create_view(const model::CreateView& change, const Target& target) const {
  if (!change.replace_if_exists.value_or(false)) return Dialect::create_view(change, target);
  model::CreateView plain = change;
  plain.replace_if_exists = false;
  Statements statements(1);
  statements.front().text =
      "DROP VIEW IF EXISTS " + quote(change.view_name.value_or(""), ObjectKind::View, target);
  for (sql::Statement& statement : Dialect::create_view(plain, target))
    statements.push_back(std::move(statement));
  if (target.schema == nullptr) return statements;
  // They went with the old view.
  for (const schema::View& view : target.schema->read().views) {
    if (!equals_ignore_case(view.name, change.view_name.value_or(""))) continue;
    for (const schema::Trigger& trigger : view.triggers)
      append(statements, sql::one(trigger.definition));
  }
  return statements;
}

}  // namespace sqlite
}  // namespace strata
