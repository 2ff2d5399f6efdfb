// Keys, constraints, defaults and indexes in ANSI SQL.
#include <algorithm>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/date_value.h"
#include "engine/sql/dialect.h"
#include "engine/sql/type_text.h"

namespace strata::sql {
namespace {

using model::is_given;
using model::Text;

bool is_number(std::string_view text) {
  const bool has_digit =
      std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return has_digit && text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
}

bool is_number_type(std::string_view type) {
  return is_one_of(parse_type(type).name, {"int", "bigint", "smallint", "tinyint", "mediumint",
                                           "decimal", "number", "double", "float", "currency"});
}

}  // namespace

Statements Dialect::add_default_value(const model::AddDefaultValue& change,
                                      const Target& target) const {
  return one(
      fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  column_name(change.column_name, target), default_value(change, target)));
}

std::string Dialect::default_value(const model::AddDefaultValue& change,
                                   const Target& target) const {
  const std::string type = change.column_data_type.value_or("");
  if (change.default_value_boolean) {
    return type.empty() ? boolean_literal(*change.default_value_boolean)
                        : default_boolean(*change.default_value_boolean, type);
  }
  if (change.default_value_numeric)
    return type.empty() ? *change.default_value_numeric
                        : default_number(*change.default_value_numeric, type);
  if (change.default_value_date) {
    if (const Text date = java_date_literal(*change.default_value_date, type)) return *date;
    const model::Moment moment = model::parse_date_value(*change.default_value_date);
    return moment ? date_literal(*moment) : expression(*change.default_value_date);
  }
  if (change.default_value_computed) {
    const Text date = java_date_literal(*change.default_value_computed, type);
    return date ? *date : default_expression(*change.default_value_computed);
  }
  if (change.default_value_sequence_next)
    return next_value(in_schema(*change.default_value_sequence_next, change.schema_name), target);
  if (change.default_value) {
    // What is no number is the server's to refuse, or to convert.
    const bool is_text_for_number = is_number_type(type) && !is_number(*change.default_value) &&
                                    !equals_ignore_case(*change.default_value, "null");
    return is_text_for_number ? string_literal(*change.default_value)
                              : typed_literal(*change.default_value, type);
  }
  throw Error(ErrorKind::Changelog, "addDefaultValue: no default is given")
      .with_hint(
          "one of defaultValue, defaultValueNumeric, defaultValueDate, defaultValueBoolean, "
          "defaultValueComputed, defaultValueSequenceNext");
}

Statements Dialect::drop_default_value(const model::DropDefaultValue& change,
                                       const Target& target) const {
  return one(
      fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  column_name(change.column_name, target)));
}

Statements Dialect::add_primary_key(const model::AddPrimaryKey& change,
                                    const Target& target) const {
  const std::string name =
      is_given(change.constraint_name)
          ? "CONSTRAINT " + constraint_name(*change.constraint_name, target) + " "
          : "";
  const std::string tablespace = is_given(change.tablespace) && traits().tablespaces
                                     ? " USING INDEX TABLESPACE " + *change.tablespace
                                     : "";
  return one(
      fmt::format("ALTER TABLE {} ADD {}PRIMARY KEY ({}){}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  name, quote_columns(change.column_names.value_or(""), target), tablespace));
}

Statements Dialect::drop_primary_key(const model::DropPrimaryKey& change,
                                     const Target& target) const {
  return one(
      fmt::format("ALTER TABLE {} DROP PRIMARY KEY",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target)));
}

Statements Dialect::add_foreign_key(const model::AddForeignKeyConstraint& change,
                                    const Target& target) const {
  const std::string name =
      is_given(change.constraint_name)
          ? "CONSTRAINT " + constraint_name(*change.constraint_name, target) + " "
          : "";
  std::string text = fmt::format(
      "ALTER TABLE {} ADD {}FOREIGN KEY ({}) REFERENCES {} ({})",
      table_name(change.base_table_catalog_name, change.base_table_schema_name,
                 change.base_table_name, target),
      name, quote_columns(change.base_column_names.value_or(""), target),
      table_name(change.referenced_table_catalog_name, change.referenced_table_schema_name,
                 change.referenced_table_name, target),
      quote_columns(change.referenced_column_names.value_or(""), target));
  if (change.on_update) text += " ON UPDATE " + *change.on_update;
  if (change.on_delete) text += " ON DELETE " + *change.on_delete;
  return one(text + deferrable_clause(change.deferrable, change.initially_deferred));
}

Statements Dialect::drop_foreign_key(const model::DropForeignKeyConstraint& change,
                                     const Target& target) const {
  return one(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}",
                         table_name(change.base_table_catalog_name, change.base_table_schema_name,
                                    change.base_table_name, target),
                         constraint_name(change.constraint_name.value_or(""), target)));
}

Statements Dialect::add_unique(const model::AddUniqueConstraint& change,
                               const Target& target) const {
  const std::string name =
      is_given(change.constraint_name)
          ? "CONSTRAINT " + constraint_name(*change.constraint_name, target) + " "
          : "";
  std::string text =
      fmt::format("ALTER TABLE {} ADD {}UNIQUE ({})",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  name, quote_columns(change.column_names.value_or(""), target));
  text += deferrable_clause(change.deferrable, change.initially_deferred);
  if (is_given(change.tablespace) && traits().tablespaces)
    text += " USING INDEX TABLESPACE " + *change.tablespace;
  return one(std::move(text));
}

Statements Dialect::drop_unique(const model::DropUniqueConstraint& change,
                                const Target& target) const {
  return one(
      fmt::format("ALTER TABLE {} DROP CONSTRAINT {}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  constraint_name(change.constraint_name.value_or(""), target)));
}

Statements Dialect::fill_nulls(const model::AddNotNullConstraint& change,
                               const Target& target) const {
  if (!change.default_null_value || equals_ignore_case(*change.default_null_value, "null"))
    return {};
  // Functions are known by their form, as nothing in the changelog tells them from texts.
  const std::string& given = *change.default_null_value;
  const bool is_function = given.find('(') != std::string::npos && given.ends_with(')') &&
                           given.find(' ') == std::string::npos;
  const std::string value = is_function ? expression(given)
                            : change.column_data_type
                                // Without the parentheses that defaults need on MySQL.
                                ? Dialect::typed_literal(given, *change.column_data_type)
                                : string_literal(given);
  const std::string column = column_name(change.column_name, target);
  return one(
      fmt::format("UPDATE {} SET {} = {} WHERE {} IS NULL",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  column, value, column));
}

Statements Dialect::add_not_null(const model::AddNotNullConstraint& change,
                                 const Target& target) const {
  Statements statements = fill_nulls(change, target);
  statements.push_back(one(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL",
                                       table_name(change.catalog_name, change.schema_name,
                                                  change.table_name, target),
                                       column_name(change.column_name, target)))
                           .front());
  return statements;
}

Statements Dialect::drop_not_null(const model::DropNotNullConstraint& change,
                                  const Target& target) const {
  return one(
      fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  column_name(change.column_name, target)));
}

Statements Dialect::add_check(const model::AddCheckConstraint& change, const Target& target) const {
  const std::string body(trim(change.constraint_body.value_or("")));
  return one(
      fmt::format("ALTER TABLE {} ADD CONSTRAINT {} CHECK ({})",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  constraint_name(change.constraint_name.value_or(""), target), body));
}

Statements Dialect::drop_check(const model::DropCheckConstraint& change,
                               const Target& target) const {
  return one(
      fmt::format("ALTER TABLE {} DROP CONSTRAINT {}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  constraint_name(change.constraint_name.value_or(""), target)));
}

Statements Dialect::switch_check(const model::CheckConstraintName&, bool enable,
                                 const Target&) const {
  not_supported(enable ? "enableCheckConstraint" : "disableCheckConstraint");
}

Statements Dialect::create_index(const model::CreateIndex& change, const Target& target) const {
  if (model::belongs_to_key(change)) return {};
  std::vector<std::string> columns;
  for (const model::Column& column : change.columns)
    columns.push_back(index_column(column, target));
  const std::string name = is_given(change.index_name) ? index_name(change, target) + " " : "";
  const bool concurrently = change.concurrently.value_or(false) && traits().concurrent_indexes;
  std::string text = fmt::format(
      "CREATE {}INDEX {}{}ON {}{}({})", change.unique.value_or(false) ? "UNIQUE " : "",
      concurrently ? "CONCURRENTLY " : "", name,
      table_name(change.catalog_name, change.schema_name, change.table_name, target),
      is_given(change.method) ? " USING " + *change.method + " " : "", fmt::join(columns, ", "));
  if (is_given(change.include))
    text += fmt::format(" INCLUDE ({})", quote_columns(*change.include, target));
  if (is_given(change.tablespace) && traits().tablespaces)
    text += " TABLESPACE " + *change.tablespace;
  if (is_given(change.where)) text += " WHERE " + *change.where;
  return one(std::move(text));
}

std::string Dialect::index_name(const model::CreateIndex& change, const Target& target) const {
  return quote(*change.index_name, ObjectKind::Index, target);
}

Statements Dialect::drop_index(const model::DropIndex& change, const Target& target) const {
  const bool concurrently = change.concurrently.value_or(false) && traits().concurrent_indexes;
  return one(std::string("DROP INDEX ") + (concurrently ? "CONCURRENTLY " : "") +
             qualified(change.catalog_name, change.schema_name, change.index_name.value_or(""),
                       ObjectKind::Index, target));
}

}  // namespace strata::sql
