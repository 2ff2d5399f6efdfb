#include "drivers/mysql/dialect.h"

#include <algorithm>

#include <fmt/format.h>

#include "drivers/mysql/default_text.h"
#include "drivers/mysql/reserved_words.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/date_value.h"
#include "engine/sql/one_value.h"
#include "engine/sql/type_text.h"

namespace strata::mysql {
namespace {

using model::Column;
using model::Text;
using sql::ObjectKind;
using sql::one;
using sql::Statements;
using sql::Target;

sql::Traits traits_of(Flavor flavor) {
  const bool is_mysql = flavor == Flavor::MySql;
  sql::Traits traits;
  traits.name = is_mysql ? "mysql" : "mariadb";
  traits.product_name = is_mysql ? "MySQL" : "MariaDB";
  traits.lexical.identifier_quote = '`';
  traits.lexical.backslash_escapes = true;
  traits.lexical.double_quoted_strings = true;
  traits.lexical.backtick_identifiers = true;
  traits.lexical.hash_comments = true;
  traits.lexical.executed_comments = true;
  traits.lexical.delimiter_commands = true;
  traits.lexical.bodies = sql::Bodies::Programs;
  traits.reserved_words = is_mysql ? mysql_reserved_words() : mariadb_reserved_words();
  traits.schemas = false;
  traits.create_table_if_not_exists = true;
  traits.sequences = !is_mysql;
  traits.procedures = true;
  traits.remarks = true;
  traits.boolean_true = "1";
  traits.boolean_false = "0";
  traits.disables_foreign_keys = true;
  traits.auto_increment_clause = "AUTO_INCREMENT";
  traits.current_timestamp = "NOW()";
  traits.batch_comment = "-- ";
  traits.begin_statement = "START TRANSACTION";
  static constexpr std::string_view kOnlyInTransactions[] = {"SAVEPOINT"};
  traits.only_in_transactions = kOnlyInTransactions;
  traits.encoding_statement = "SET NAMES utf8mb4";
  return traits;
}

// Databases stand where other servers have schemas.
std::string database_of(const Text& catalog, const Text& schema) {
  return catalog.value_or(schema.value_or(""));
}

bool is_word(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    const char lower = ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == '$' || static_cast<unsigned char>(c) >= 0x80 || is_word({&c, 1});
  });
}

bool is_auto_increment(const Column& column) { return column.auto_increment.value_or(false); }

bool is_primary_key(const Column& column) {
  return column.constraints && column.constraints->primary_key.value_or(false);
}

}  // namespace

bool is_index_expression(const Column& column) {
  const std::string_view name = column.name ? std::string_view(*column.name) : "";
  const std::size_t open = name.find('(');
  // A column alone is no expression, whatever it is said to be.
  if (open == std::string_view::npos) return column.computed.value_or(false) && !is_name(name);
  // "email(20)": the first 20 characters.
  const std::string_view inner = name.substr(open + 1, name.size() - open - 2);
  const bool is_prefix = open > 0 && name.ends_with(')') && !inner.empty() &&
                         inner.find_first_not_of("0123456789") == std::string_view::npos;
  return !is_prefix && column.computed.value_or(sql::is_one_value(name));
}

MySqlDialect::MySqlDialect(Flavor flavor) : Dialect(traits_of(flavor)), flavor_(flavor) {}

bool MySqlDialect::needs_quotes(std::string_view name, ObjectKind kind) const {
  return Dialect::needs_quotes(name, kind) || !is_word(name);
}

std::string MySqlDialect::qualified(const Text& catalog, const Text& schema, std::string_view name,
                                    ObjectKind kind, const Target& target) const {
  // Databases are what the reference calls catalogs; a schema's name is taken for one.
  const auto given = [](const Text& text) { return text && !trim(*text).empty(); };
  return Dialect::qualified(given(catalog) ? catalog : schema, std::nullopt, name, kind, target);
}

std::string MySqlDialect::string_literal(std::string_view text) const {
  // sql_mode NO_BACKSLASH_ESCAPES is off by default.
  return Dialect::string_literal(replace_all(std::string(text), "\\", "\\\\"));
}

std::string MySqlDialect::typed_literal(std::string_view text, std::string_view type) const {
  const sql::TypeText parsed = sql::parse_type(type);
  const bool is_moment = parsed.name == "datetime" || parsed.name == "timestamp";
  if (is_moment && text.ends_with("()")) return std::string(text);
  std::string literal = Dialect::typed_literal(text, type);
  // A long text's default must be an expression (MySQL manual 11.6); parentheses make it one.
  const bool is_long = parsed.name == "clob" || parsed.name == "blob" || parsed.name == "xml" ||
                       equals_ignore_case(parsed.name, "json");
  const bool is_binary = starts_with_ignore_case(parsed.written, "varbinary") ||
                         starts_with_ignore_case(parsed.written, "binary");
  if (flavor_ != Flavor::MySql || !is_long || is_binary || literal == "NULL") return literal;
  return "(" + literal + ")";
}

std::string MySqlDialect::expression(std::string_view text) const {
  const auto digits = sql::present_moment(text);
  if (!digits || to_lower(text).find("on update") != std::string::npos) return std::string(text);
  return digits->empty() || *digits == "0" ? "NOW()" : fmt::format("NOW({})", *digits);
}

// Without parentheses MySQL takes only literals and the present moment for a default, MariaDB also
// one call of a function (MySQL manual 11.6, MariaDB manual "CREATE TABLE").
std::string MySqlDialect::default_expression(std::string_view text) const {
  const std::string value = expression(trim(text));
  const Calls calls = flavor_ == Flavor::MariaDb ? Calls::Allowed : Calls::InParentheses;
  return sql::present_moment(text) || stands_alone(value, calls) ? value : "(" + value + ")";
}

void MySqlDialect::require_sequences() const {
  if (flavor_ == Flavor::MariaDb) return;
  throw Error(ErrorKind::Changelog, "MySQL has no sequences");
}

// "app.seq" is a sequence in another database.
std::string MySqlDialect::sequence_name(std::string_view name, const Target& target) const {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return quote(name, ObjectKind::Sequence, target);
  return quote(name.substr(0, dot), ObjectKind::Catalog, target) + "." +
         quote(name.substr(dot + 1), ObjectKind::Sequence, target);
}

std::string MySqlDialect::next_value(std::string_view sequence, const Target& target) const {
  require_sequences();
  return "NEXT VALUE FOR " + sequence_name(sequence, target);
}

std::string MySqlDialect::current_value(std::string_view sequence, const Target& target) const {
  require_sequences();
  return "PREVIOUS VALUE FOR " + sequence_name(sequence, target);
}

std::string MySqlDialect::auto_increment_clause(const Column& /*column*/,
                                                const Target& /*target*/) const {
  return "AUTO_INCREMENT";
}

std::string_view MySqlDialect::null_clause(const Column& column) const {
  // Users write clauses behind the type ("nvarchar(20) not null"); a NULL behind them would win.
  const auto definition = parse_definition(column.type.value_or(""));
  return find_clause(definition, ClauseKind::Nullability) != nullptr ? "" : " NULL";
}

std::string MySqlDialect::column_remarks_clause(const Column& column) const {
  return column.remarks ? " COMMENT " + string_literal(*column.remarks) : "";
}

std::string MySqlDialect::table_options(const model::CreateTable& change,
                                        const Target& /*target*/) const {
  std::string options;
  for (const Column& column : change.columns) {
    if (!is_auto_increment(column) || !column.start_with) continue;
    options = " AUTO_INCREMENT=" + column.start_with->digits;
  }
  if (change.remarks) options += " COMMENT=" + string_literal(*change.remarks);
  return options;
}

// InnoDB wants the numbered column first in some key.
std::string MySqlDialect::primary_key_clause(const model::CreateTable& change,
                                             const Target& target) const {
  model::CreateTable sorted = change;
  std::stable_partition(sorted.columns.begin(), sorted.columns.end(), [](const Column& column) {
    return is_primary_key(column) && is_auto_increment(column);
  });
  return Dialect::primary_key_clause(sorted, target);
}

std::string MySqlDialect::column_position_clause(const Column& column, const Target& target) const {
  if (column.after_column) return " AFTER " + column_name(column.after_column, target);
  if (column.position && column.position->digits == "1") return " FIRST";
  return "";
}

std::string MySqlDialect::alter_table(const Text& catalog, const Text& schema, const Text& table,
                                      const Target& target) const {
  return "ALTER TABLE " + table_name(catalog, schema, table, target);
}

Statements MySqlDialect::rename_table(const model::RenameTable& change,
                                      const Target& target) const {
  return one(fmt::format(
      "{} RENAME {}",
      alter_table(change.catalog_name, change.schema_name, change.old_table_name, target),
      table_name(change.catalog_name, change.schema_name, change.new_table_name, target)));
}

std::vector<std::string> MySqlDialect::foreign_keys_dropped(const model::DropColumn& change,
                                                            const std::vector<Text>& columns,
                                                            const Target& target) const {
  std::vector<std::string> drops;
  if (target.schema == nullptr) return drops;
  const auto table = target.schema->table(database_of(change.catalog_name, change.schema_name),
                                          change.table_name.value_or(""));
  if (!table) return drops;
  for (const schema::ForeignKey& key : table->foreign_keys) {
    const bool uses = std::any_of(columns.begin(), columns.end(), [&](const Text& column) {
      return std::any_of(key.columns.begin(), key.columns.end(), [&](const std::string& name) {
        return equals_ignore_case(name, column.value_or(""));
      });
    });
    if (uses && key.name) drops.push_back("DROP FOREIGN KEY " + constraint_name(*key.name, target));
  }
  return drops;
}

// Other servers drop a column's foreign keys with it; these two refuse to.
Statements MySqlDialect::drop_column(const model::DropColumn& change, const Target& target) const {
  std::vector<Text> columns;
  for (const Column& column : change.columns) columns.push_back(column.name);
  if (columns.empty()) columns.push_back(change.column_name);
  std::vector<std::string> parts = foreign_keys_dropped(change, columns, target);
  const std::string_view verb = columns.size() == 1 ? "DROP COLUMN " : "DROP ";
  for (const Text& column : columns) {
    parts.push_back(std::string(verb) + column_name(column, target));
  }
  return one(fmt::format(
      "{} {}", alter_table(change.catalog_name, change.schema_name, change.table_name, target),
      fmt::join(parts, ", ")));
}

Statements MySqlDialect::drop_default_value(const model::DropDefaultValue& change,
                                            const Target& target) const {
  return one(
      fmt::format("{} ALTER {} DROP DEFAULT",
                  alter_table(change.catalog_name, change.schema_name, change.table_name, target),
                  column_name(change.column_name, target)));
}

Statements MySqlDialect::add_primary_key(const model::AddPrimaryKey& change,
                                         const Target& target) const {
  // Whatever name is given, the servers call it PRIMARY.
  return one(
      fmt::format("{} ADD PRIMARY KEY ({})",
                  alter_table(change.catalog_name, change.schema_name, change.table_name, target),
                  quote_columns(change.column_names.value_or(""), target)));
}

Statements MySqlDialect::drop_foreign_key(const model::DropForeignKeyConstraint& change,
                                          const Target& target) const {
  return one(fmt::format("{} DROP FOREIGN KEY {}",
                         alter_table(change.base_table_catalog_name, change.base_table_schema_name,
                                     change.base_table_name, target),
                         constraint_name(change.constraint_name.value_or(""), target)));
}

Statements MySqlDialect::drop_unique(const model::DropUniqueConstraint& change,
                                     const Target& target) const {
  const Text name = change.constraint_name ? change.constraint_name : unique_name(change, target);
  if (!name) {
    throw Error(ErrorKind::Changelog, fmt::format("dropUniqueConstraint: {} needs constraintName",
                                                  traits().product_name));
  }
  return one(
      fmt::format("{} DROP KEY {}",
                  alter_table(change.catalog_name, change.schema_name, change.table_name, target),
                  constraint_name(*name, target)));
}

// What the server has called the unique key of these columns.
Text MySqlDialect::unique_name(const model::DropUniqueConstraint& change,
                               const Target& target) const {
  if (target.schema == nullptr || !change.unique_columns) return std::nullopt;
  const auto table = target.schema->table(database_of(change.catalog_name, change.schema_name),
                                          change.table_name.value_or(""));
  if (!table) return std::nullopt;
  const std::string wanted =
      to_lower(fmt::format("{}", fmt::join(split_trimmed(*change.unique_columns, ','), ",")));
  for (const schema::Key& key : table->unique_keys) {
    if (to_lower(fmt::format("{}", fmt::join(key.columns, ","))) == wanted) return key.name;
  }
  return std::nullopt;
}

Statements MySqlDialect::create_index(const model::CreateIndex& change,
                                      const Target& target) const {
  model::CreateIndex adapted = change;
  for (Column& column : adapted.columns) {
    if (!is_index_expression(column) || column.name->starts_with('(')) continue;
    column.name = "(" + *column.name + ")";
    column.computed = true;
  }
  adapted.method.reset();
  const std::string method = model::is_given(change.method) ? " USING " + *change.method : "";
  Statements statements = Dialect::create_index(adapted, target);
  if (statements.empty()) return statements;
  statements.front().text += method;
  if (change.index_name) return statements;
  // CREATE INDEX wants a name; here the server finds one.
  std::vector<std::string> columns;
  for (const Column& column : adapted.columns) columns.push_back(index_column(column, target));
  return one(fmt::format(
      "{} ADD {}INDEX ({}){}",
      alter_table(change.catalog_name, change.schema_name, change.table_name, target),
      change.unique.value_or(false) ? "UNIQUE " : "", fmt::join(columns, ", "), method));
}

Statements MySqlDialect::drop_index(const model::DropIndex& change, const Target& target) const {
  if (!change.index_name) {
    throw Error(ErrorKind::Changelog, "dropIndex: indexName is needed");
  }
  return one(
      fmt::format("DROP INDEX {} ON {}", quote(*change.index_name, ObjectKind::Index, target),
                  table_name(change.catalog_name, change.schema_name, change.table_name, target)));
}

}  // namespace strata::mysql

namespace strata {

const sql::Dialect& mysql_dialect() {
  static const mysql::MySqlDialect dialect(mysql::Flavor::MySql);
  return dialect;
}

const sql::Dialect& mariadb_dialect() {
  static const mysql::MySqlDialect dialect(mysql::Flavor::MariaDb);
  return dialect;
}

}  // namespace strata
