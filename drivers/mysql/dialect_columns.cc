// Creating tables and adding columns.
#include <fmt/format.h>

#include "drivers/mysql/dialect.h"
#include "engine/base/text.h"
#include "engine/model/date_value.h"
#include "engine/sql/type_text.h"

namespace strata::mysql {
namespace {

using model::Column;
using model::Text;
using sql::append;
using sql::one;
using sql::Statements;
using sql::Target;

bool numbers_by_type(const Column& column) {
  const sql::TypeText type = sql::parse_type(column.type.value_or(""));
  return type.identity || to_lower(type.written).find("serial") != std::string::npos;
}

// An expression for a default, if it is one.
std::optional<std::string> expression_of(const model::AddDefaultValue& change) {
  if (change.default_value_boolean || change.default_value) return std::nullopt;
  if (change.default_value_numeric) {
    const std::string& text = *change.default_value_numeric;
    const bool is_number =
        !text.empty() && text.find_first_not_of("+-.0123456789eE") == std::string::npos;
    return is_number ? std::nullopt : change.default_value_numeric;
  }
  const model::Text& given =
      change.default_value_computed ? change.default_value_computed : change.default_value_date;
  const bool is_date =
      given && (model::parse_java_date(*given) ||
                (!change.default_value_computed && model::parse_date_value(*given)));
  return is_date ? std::nullopt : given;
}

std::string in_parentheses(const std::string& text) {
  return text.starts_with('(') ? text : "(" + text + ")";
}

}  // namespace

Statements MySqlDialect::create_table(const model::CreateTable& change,
                                      const Target& target) const {
  model::CreateTable numbered = change;
  for (Column& column : numbered.columns) {
    if (numbers_by_type(column)) column.auto_increment = true;
  }
  return Dialect::create_table(numbered, target);
}

Statements MySqlDialect::add_column(const model::AddColumn& change, const Target& target) const {
  // The columns in one statement: the table is copied once at most.
  std::vector<std::string> parts;
  std::string options;
  for (const Column& column : change.columns) {
    parts.push_back(added_column(column, target));
    if (column.auto_increment.value_or(false) && column.start_with) {
      options = ", AUTO_INCREMENT=" + column.start_with->digits;
    }
  }
  Statements statements = one(fmt::format(
      "{} {}{}", alter_table(change.catalog_name, change.schema_name, change.table_name, target),
      fmt::join(parts, ", "), options));
  for (const Column& column : change.columns) {
    append(statements, added_constraints(change, column, target));
  }
  append(statements, fill_added(change, target));
  for (const Column& column : change.columns) {
    if (!refuses_null_later(column)) continue;
    const ColumnName name{change.catalog_name, change.schema_name, change.table_name, column.name};
    append(statements, modify(name, added_definition(column, target), target));
  }
  return statements;
}

// What the column was added as, now refusing NULL.
ColumnDefinition MySqlDialect::added_definition(const Column& column, const Target& target) const {
  Column unplaced = column;
  unplaced.after_column.reset();
  unplaced.position.reset();
  const std::string prefix = "ADD " + column_name(column.name, target) + " ";
  ColumnDefinition definition =
      parse_definition(added_column(unplaced, target).substr(prefix.size()));
  set_clause(definition, ClauseKind::Nullability, "NOT NULL");
  return definition;
}

Statements MySqlDialect::add_default_value(const model::AddDefaultValue& change,
                                           const Target& target) const {
  const ColumnName name{change.catalog_name, change.schema_name, change.table_name,
                        change.column_name};
  const auto expression = expression_of(change);
  const bool follows_updates =
      expression && to_lower(*expression).find("on update") != std::string::npos;
  // MySQL 5.7 has no expressions in ALTER ... SET DEFAULT; none has ON UPDATE there.
  if (follows_updates || (expression && flavor_ == Flavor::MySql && target.version.major == 5)) {
    ColumnDefinition definition =
        known_definition("addDefaultValue", name, change.column_data_type, target);
    set_clause(definition, ClauseKind::OnUpdate, "");
    set_clause(definition, ClauseKind::Default, "DEFAULT " + *expression);
    return modify(name, definition, target);
  }
  return one(fmt::format("{} ALTER {} SET DEFAULT {}",
                         alter_table(name.catalog, name.schema, name.table, target),
                         column_name(name.column, target),
                         expression ? in_parentheses(*expression) : default_value(change, target)));
}

}  // namespace strata::mysql
