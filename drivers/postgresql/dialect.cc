#include "drivers/postgresql/dialect.h"

#include <algorithm>

#include <fmt/format.h>

#include "drivers/postgresql/reserved_words.h"
#include "drivers/postgresql/types.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata {

const sql::Dialect& postgresql_dialect() {
  static const postgresql::PostgreSqlDialect kDialect;
  return kDialect;
}

namespace postgresql {
namespace {

using model::Column;
using model::is_given;
using model::Text;
using sql::ObjectKind;
using sql::Statement;
using sql::Statements;
using sql::Target;

// The first release with identity columns.
constexpr int kIdentityVersion = 10;

Statement statement(std::string text) {
  Statement result;
  result.text = std::move(text);
  return result;
}

bool has_mixed_case(std::string_view name) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return std::any_of(name.begin(), name.end(), is_upper) &&
         std::any_of(name.begin(), name.end(), is_lower);
}

bool uses_serial(const Target& target) {
  return target.version.major > 0 && target.version.major < kIdentityVersion;
}

// Drops a constraint whose name only the server knows; regclass finds the table as a statement
// would.
std::string drop_found_constraint(const sql::Dialect& dialect, const std::string& table,
                                  const std::string& condition) {
  const std::string literal = dialect.string_literal(table);
  const std::string body = fmt::format(
      "DECLARE constraint_name name;\n"
      "BEGIN\n"
      "  SELECT conname INTO STRICT constraint_name FROM pg_constraint\n"
      "    WHERE conrelid = {}::regclass AND {};\n"
      "  EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', {}, constraint_name);\n"
      "END",
      literal, condition, literal);
  std::string quotes = "$$";
  while (body.find(quotes) != std::string::npos) quotes.insert(1, "_");
  return fmt::format("DO {} {} {}", quotes, body, quotes);
}

sql::Traits traits() {
  sql::Traits traits;
  traits.name = "postgresql";
  traits.product_name = "PostgreSQL";
  traits.lexical.dollar_quotes = true;
  traits.lexical.escape_strings = true;
  traits.lexical.nested_comments = true;
  traits.lexical.copy_blocks = true;
  traits.lexical.bodies = sql::Bodies::Atomic;
  traits.identifier_case = sql::IdentifierCase::Lower;
  traits.reserved_words = reserved_words();
  traits.transactional_ddl = true;
  traits.concurrent_indexes = true;
  traits.named_primary_keys = true;
  traits.tablespaces = true;
  traits.deferrable_constraints = true;
  traits.drop_table_cascade = true;
  traits.create_table_if_not_exists = true;
  traits.replaces_programs = true;
  traits.sequences = true;
  traits.procedures = true;
  traits.remarks = true;
  traits.current_timestamp = "NOW()";
  return traits;
}

}  // namespace

PostgreSqlDialect::PostgreSqlDialect() : Dialect(postgresql::traits()) {}

std::string PostgreSqlDialect::type_name(std::string_view written, const sql::TypeUse& use,
                                         const Target& target) const {
  const Numbering automatic = uses_serial(target) ? Numbering::Serial : Numbering::Identity;
  return postgresql::type_name(written, use.auto_increment ? automatic : Numbering::None);
}

std::string PostgreSqlDialect::tracking_table_name(std::string_view name, const Target&) const {
  return to_lower(name);
}

// Names without quotes are folded to lower case, which would lose their capitals.
std::string PostgreSqlDialect::quote(std::string_view name, ObjectKind kind,
                                     const Target& target) const {
  const bool keeps_case = target.quoting == model::QuotingStrategy::Legacy && has_mixed_case(name);
  if (!keeps_case) return Dialect::quote(name, kind, target);
  return "\"" + replace_all(std::string(name), "\"", "\"\"") + "\"";
}

// As the SQL made for it would find it.
bool PostgreSqlDialect::is_same_name(std::string_view in_database, std::string_view written,
                                     ObjectKind kind, const Target& target) const {
  const bool is_quoted = quote(written, kind, target).starts_with('"');
  return in_database == (is_quoted ? std::string(written) : to_lower(written));
}

std::string PostgreSqlDialect::primary_key_name(std::string_view table) const {
  constexpr std::size_t kLongestName = 63;
  constexpr std::string_view kSuffix = "_pkey";
  constexpr std::size_t kLongestBase = kLongestName - kSuffix.size();
  std::string_view base = table.substr(0, kLongestBase);
  // Cut names lose one character more, so that none is cut in its middle, as in the reference.
  if (table.size() > kLongestBase) {
    const auto is_continuation = [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    };
    while (is_continuation(base.back())) base.remove_suffix(1);
    base.remove_suffix(1);
  }
  return std::string(base) + std::string(kSuffix);
}

std::string PostgreSqlDialect::auto_increment_clause(const Column& column,
                                                     const Target& target) const {
  if (uses_serial(target)) return "";
  const std::string kind =
      is_given(column.generation_type) ? *column.generation_type : "BY DEFAULT";
  std::string options;
  if (column.start_with) options += "START WITH " + column.start_with->digits;
  if (column.increment_by)
    options += (options.empty() ? "" : " ") + ("INCREMENT BY " + column.increment_by->digits);
  return fmt::format("GENERATED {} AS IDENTITY{}", kind,
                     options.empty() ? "" : " (" + options + ")");
}

std::string PostgreSqlDialect::comment_on_column(const std::string& table, const Column& column,
                                                 const Target& target) const {
  return fmt::format("COMMENT ON COLUMN {}.{} IS {}", table, column_name(column.name, target),
                     string_literal(trim(*column.remarks)));
}

Statements PostgreSqlDialect::remarks(const model::CreateTable& change,
                                      const Target& target) const {
  const std::string table =
      table_name(change.catalog_name, change.schema_name, change.table_name, target);
  Statements statements;
  if (is_given(change.remarks)) {
    statements.push_back(statement(
        fmt::format("COMMENT ON TABLE {} IS {}", table, string_literal(trim(*change.remarks)))));
  }
  for (const Column& column : change.columns) {
    if (is_given(column.remarks))
      statements.push_back(statement(comment_on_column(table, column, target)));
  }
  return statements;
}

Statements PostgreSqlDialect::column_remarks(const model::AddColumn& change, const Column& column,
                                             const Target& target) const {
  const std::string table =
      table_name(change.catalog_name, change.schema_name, change.table_name, target);
  return {statement(comment_on_column(table, column, target))};
}

// "app.seq_person" is a sequence in a schema.
std::string PostgreSqlDialect::sequence_name(std::string_view sequence,
                                             const Target& target) const {
  const std::size_t dot = sequence.rfind('.');
  if (dot == std::string_view::npos)
    return qualified(std::nullopt, std::nullopt, sequence, ObjectKind::Sequence, target);
  return qualified(std::nullopt, std::string(sequence.substr(0, dot)), sequence.substr(dot + 1),
                   ObjectKind::Sequence, target);
}

std::string PostgreSqlDialect::next_value(std::string_view sequence, const Target& target) const {
  return fmt::format("nextval({})", string_literal(sequence_name(sequence, target)));
}

std::string PostgreSqlDialect::current_value(std::string_view sequence,
                                             const Target& target) const {
  return fmt::format("currval({})", string_literal(sequence_name(sequence, target)));
}

Statements PostgreSqlDialect::modify_data_type(const model::ModifyDataType& change,
                                               const Target& target) const {
  const std::string column = column_name(change.column_name, target);
  const std::string type = type_name(change.new_data_type.value_or(""), {}, target);
  return {statement(
      fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {} USING ({}::{})",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  column, type, column, type))};
}

Statements PostgreSqlDialect::add_default_value(const model::AddDefaultValue& change,
                                                const Target& target) const {
  Statements statements = Dialect::add_default_value(change, target);
  if (!change.default_value_sequence_next) return statements;
  // So that dropping the column takes the sequence along, as it does for serial columns. PostgreSQL
  // allows that within one schema only.
  const std::string sequence = in_schema(*change.default_value_sequence_next, change.schema_name);
  const std::size_t dot = sequence.rfind('.');
  const bool elsewhere =
      dot != std::string::npos &&
      sequence.substr(0, dot) != change.schema_name.value_or(target.default_schema);
  if (elsewhere) return statements;
  statements.push_back(statement(
      fmt::format("ALTER SEQUENCE {} OWNED BY {}.{}", sequence_name(sequence, target),
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  column_name(change.column_name, target))));
  return statements;
}

Statements PostgreSqlDialect::add_primary_key(const model::AddPrimaryKey& change,
                                              const Target& target) const {
  Statements statements = Dialect::add_primary_key(change, target);
  if (change.clustered.value_or(false) && is_given(change.constraint_name)) {
    statements.push_back(statement(
        fmt::format("CLUSTER {} USING {}",
                    table_name(change.catalog_name, change.schema_name, change.table_name, target),
                    constraint_name(*change.constraint_name, target))));
  }
  return statements;
}

Statements PostgreSqlDialect::drop_primary_key(const model::DropPrimaryKey& change,
                                               const Target& target) const {
  const std::string table =
      table_name(change.catalog_name, change.schema_name, change.table_name, target);
  if (is_given(change.constraint_name)) {
    return {statement(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table,
                                  constraint_name(*change.constraint_name, target)))};
  }
  return {statement(drop_found_constraint(*this, table, "contype = 'p'"))};
}

Statements PostgreSqlDialect::add_unique(const model::AddUniqueConstraint& change,
                                         const Target& target) const {
  if (!is_given(change.for_index_name)) return Dialect::add_unique(change, target);
  // An index that is there brings its columns along.
  const std::string name =
      is_given(change.constraint_name)
          ? "CONSTRAINT " + constraint_name(*change.constraint_name, target) + " "
          : "";
  return {statement(
      fmt::format("ALTER TABLE {} ADD {}UNIQUE USING INDEX {}{}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  name, quote(*change.for_index_name, ObjectKind::Index, target),
                  deferrable_clause(change.deferrable, change.initially_deferred)))};
}

Statements PostgreSqlDialect::drop_unique(const model::DropUniqueConstraint& change,
                                          const Target& target) const {
  if (is_given(change.constraint_name)) return Dialect::drop_unique(change, target);
  if (!is_given(change.unique_columns)) {
    throw Error(ErrorKind::Changelog,
                "dropUniqueConstraint: constraintName or uniqueColumns is needed");
  }
  std::vector<std::string> columns = split_trimmed(*change.unique_columns, ',');
  for (std::string& column : columns) {
    const std::string name = quote(column, ObjectKind::Column, target);
    column = string_literal(name.starts_with('"') ? column : to_lower(name));
  }
  std::sort(columns.begin(), columns.end());
  const std::string table =
      table_name(change.catalog_name, change.schema_name, change.table_name, target);
  return {statement(drop_found_constraint(
      *this, table,
      fmt::format("contype = 'u' AND ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = "
                  "conrelid AND attnum = ANY (conkey) ORDER BY attname::text COLLATE \"C\") = "
                  "ARRAY[{}]",
                  fmt::join(columns, ", "))))};
}

Statements PostgreSqlDialect::add_foreign_key(const model::AddForeignKeyConstraint& change,
                                              const Target& target) const {
  Statements statements = Dialect::add_foreign_key(change, target);
  if (!change.validate.value_or(true)) statements.front().text += " NOT VALID";
  return statements;
}

Statements PostgreSqlDialect::create_index(const model::CreateIndex& change,
                                           const Target& target) const {
  Statements statements = Dialect::create_index(change, target);
  if (!statements.empty() && change.clustered.value_or(false) && is_given(change.index_name)) {
    statements.push_back(statement(
        fmt::format("CLUSTER {} USING {}",
                    table_name(change.catalog_name, change.schema_name, change.table_name, target),
                    quote(*change.index_name, ObjectKind::Index, target))));
  }
  return statements;
}

Statements PostgreSqlDialect::rename_column(const model::RenameColumn& change,
                                            const Target& target) const {
  Statements statements = Dialect::rename_column(change, target);
  if (is_given(change.remarks)) {
    Column column;
    column.name = change.new_column_name;
    column.remarks = change.remarks;
    statements.push_back(statement(comment_on_column(
        table_name(change.catalog_name, change.schema_name, change.table_name, target), column,
        target)));
  }
  return statements;
}

Statements PostgreSqlDialect::create_view(const model::CreateView& change,
                                          const Target& target) const {
  Statements statements = Dialect::create_view(change, target);
  if (is_given(change.remarks) && is_given(change.view_name)) {
    statements.push_back(
        statement(fmt::format("COMMENT ON VIEW {} IS {}",
                              qualified(change.catalog_name, change.schema_name, *change.view_name,
                                        ObjectKind::View, target),
                              string_literal(trim(*change.remarks)))));
  }
  return statements;
}

}  // namespace postgresql
}  // namespace strata
