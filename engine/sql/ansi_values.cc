// Values in ANSI SQL: defaults of columns, values of rows, conditions.
#include <array>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/date_value.h"
#include "engine/sql/dialect.h"
#include "engine/sql/one_value.h"
#include "engine/sql/type_text.h"

namespace strata::sql {
namespace {

using model::Column;
using model::Text;

bool is_number(const TypeText& type) {
  return is_one_of(type.name, {"int", "bigint", "smallint", "tinyint", "mediumint", "decimal",
                               "number", "double", "float", "currency"});
}

// What type it is, is the server's to say: it knows the text of any.
bool is_foreign(const TypeText& type) { return !type.known && !type.written.empty(); }

bool is_character(const TypeText& type) {
  return is_one_of(type.name, {"varchar", "char", "nvarchar", "nchar", "clob", "xml"});
}

}  // namespace

std::string Dialect::expression(std::string_view text) const {
  return std::string(present_moment(text) ? traits().current_timestamp : text);
}

std::string Dialect::next_value(std::string_view sequence, const Target& target) const {
  return "NEXT VALUE FOR " + quote(sequence, ObjectKind::Sequence, target);
}

std::string Dialect::current_value(std::string_view sequence, const Target& target) const {
  return "CURRENT VALUE FOR " + quote(sequence, ObjectKind::Sequence, target);
}

Text Dialect::java_date_literal(std::string_view text, std::string_view type_text) const {
  model::Moment moment = model::parse_java_date(text);
  if (!moment) return std::nullopt;
  if (is_one_of(parse_type(type_text).name, {"datetime", "timestamp"}))
    moment->kind = model::DateValue::Kind::DateTime;
  return date_literal(*moment);
}

std::string Dialect::typed_literal(std::string_view text, std::string_view type_text) const {
  if (equals_ignore_case(text, "null")) return "null";
  const TypeText type = parse_type(type_text);
  // As they are, which the reference does with any text.
  if (is_number(type)) {
    return is_one_value(text) ? std::string(text) : string_literal(text);
  }
  if (type.name == "boolean") {
    const std::string lower = to_lower(text);
    if (is_one_of(lower, {"true", "t", "1", "1.0", "b'1'"})) return boolean_literal(true);
    if (is_one_of(lower, {"false", "f", "0", "0.0", "b'0'"})) return boolean_literal(false);
  }
  const bool is_moment = is_one_of(type.name, {"datetime", "timestamp", "date", "time"});
  if (is_moment && present_moment(text)) return expression(text);
  if (is_moment) {
    if (const Text date = java_date_literal(text, type_text)) return *date;
  }
  return string_literal(text);
}

std::string Dialect::default_boolean(bool value, std::string_view type_text) const {
  const TypeText type = parse_type(type_text);
  if (is_character(type) || is_foreign(type)) return string_literal(value ? "true" : "false");
  return is_number(type) ? (value ? "1" : "0") : boolean_literal(value);
}

std::string Dialect::default_number(std::string_view value, std::string_view type_text) const {
  const TypeText type = parse_type(type_text);
  if (is_character(type) || is_foreign(type)) return string_literal(value);
  if (type.name == "boolean" && (value == "0" || value == "1"))
    return boolean_literal(value == "1");
  return std::string(value);
}

Text Dialect::default_value(const Column& column, const Target& target) const {
  const std::string type = column.type.value_or("");
  if (column.default_value) return typed_literal(*column.default_value, type);
  if (column.default_value_boolean) return default_boolean(*column.default_value_boolean, type);
  if (column.default_value_numeric) return default_number(*column.default_value_numeric, type);
  if (column.default_value_date) return date_literal(*column.default_value_date);
  if (column.default_value_computed) {
    const Text date = java_date_literal(*column.default_value_computed, type);
    return date ? date : default_expression(*column.default_value_computed);
  }
  if (column.default_value_sequence_next)
    return next_value(*column.default_value_sequence_next, target);
  return std::nullopt;
}

std::string Dialect::in_schema(const std::string& sequence, const Text& schema) {
  const bool has_own = sequence.find('.') != std::string::npos;
  return has_own || !model::is_given(schema) ? sequence : *schema + "." + sequence;
}

std::string Dialect::column_value(const Column& column, const Text& schema,
                                  const Target& target) const {
  if (column.value) {
    if (equals_ignore_case(*column.value, "null")) return "NULL";
    // As the reference has it: this one text is a function wherever it is written.
    if (equals_ignore_case(*column.value, traits().current_timestamp)) return *column.value;
    return string_literal(*column.value);
  }
  if (column.value_boolean) return boolean_literal(*column.value_boolean);
  if (column.value_numeric) return *column.value_numeric;
  if (column.value_date) return date_literal(*column.value_date);
  if (column.value_computed) {
    const Text date = java_date_literal(*column.value_computed, column.type.value_or(""));
    return date ? *date : expression(*column.value_computed);
  }
  if (column.value_clob_file || column.value_blob_file) {
    if (!column.file_value) throw Error(ErrorKind::Changelog, "the value's file is missing");
    return column.value_clob_file ? string_literal(*column.file_value)
                                  : bytes_literal(*column.file_value);
  }
  if (column.value_sequence_next)
    return next_value(in_schema(*column.value_sequence_next, schema), target);
  if (column.value_sequence_current)
    return current_value(in_schema(*column.value_sequence_current, schema), target);
  return "NULL";
}

std::string Dialect::condition(const Text& where, const std::vector<Column>& params,
                               const Target& target) const {
  constexpr std::string_view kName = ":name";
  constexpr std::string_view kValue = ":value";
  const std::string_view text = trim(*where);
  std::string out;
  auto next_name = params.begin();
  auto next_param = params.begin();
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with(kName)) {
      while (next_name != params.end() && !next_name->name) ++next_name;
      if (next_name != params.end()) {
        out += quote(*next_name++->name, ObjectKind::Column, target);
        i += kName.size();
        continue;
      }
    } else if ((rest.starts_with(kValue) || rest.starts_with('?')) && next_param != params.end()) {
      out += column_value(*next_param++, std::nullopt, target);
      i += rest.starts_with('?') ? 1 : kValue.size();
      continue;
    }
    out += text[i++];
  }
  return out;
}

}  // namespace strata::sql
