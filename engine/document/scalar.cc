#include "engine/document/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/base/text.h"
#include "engine/document/big_integer.h"
#include "engine/document/timestamp.h"

namespace strata::document {
namespace {

constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_digit_or_underscore(char c) { return is_digit(c) || c == '_'; }

template <typename Predicate>
std::size_t span_of(std::string_view text, Predicate predicate) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), predicate) -
                                  text.begin());
}

std::optional<bool> boolean_of(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kTrue = {"yes",  "Yes", "YES", "true", "True",
                                                            "TRUE", "on",  "On",  "ON"};
  static constexpr std::array<std::string_view, 9> kFalse = {
      "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
  if (is_one_of(text, kTrue)) return true;
  if (is_one_of(text, kFalse)) return false;
  return std::nullopt;
}

bool is_null(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

// The exponent of a float, if there is one, up to the end of the text.
bool is_exponent(std::string_view text) {
  if (text.empty() || ascii_lower(text.front()) != 'e') return false;
  text.remove_prefix(1);
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  return !text.empty() && span_of(text, is_digit) == text.size();
}

bool is_decimal_float(std::string_view text) {
  const std::size_t whole = span_of(text, is_digit_or_underscore);
  if (whole > 0 && text.front() == '_') return false;
  std::string_view rest = text.substr(whole);
  if (rest.empty()) return false;
  if (rest.front() == '.') {
    rest.remove_prefix(1);
    const std::size_t fraction = span_of(rest, is_digit_or_underscore);
    if (whole == 0 &&
        span_of(rest.substr(0, fraction), [](char c) { return c == '_'; }) == fraction)
      return false;
    rest.remove_prefix(fraction);
    return rest.empty() || is_exponent(rest);
  }
  return whole > 0 && is_exponent(rest);
}

// Beyond the range of a double: infinite, or zero when the exponent is negative.
double parse_decimal(const std::string& text) {
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc::result_out_of_range) return value;
  const std::size_t exponent = text.find_first_of("eE");
  const bool tiny = exponent == std::string::npos ? text.starts_with('0') || text.starts_with('.')
                                                  : text[exponent + 1] == '-';
  return tiny ? 0.0 : std::numeric_limits<double>::infinity();
}

std::string without_underscores(std::string_view text) {
  std::string out(text);
  out.erase(std::remove(out.begin(), out.end(), '_'), out.end());
  return out;
}

// "1:30:00.5": groups of base 60 with a fraction.
std::optional<double> sexagesimal_float(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || !is_sexagesimal(text.substr(0, dot), LeadingZero::Allowed) ||
      span_of(text.substr(dot + 1), is_digit_or_underscore) != text.size() - dot - 1) {
    return std::nullopt;
  }
  double value = 0;
  for (const std::string& group : split_trimmed(without_underscores(text), ':')) {
    value = value * 60 + parse_decimal(group);
  }
  return value;
}

std::optional<double> float_of(std::string_view text) {
  if (text == ".nan" || text == ".NaN" || text == ".NAN") {
    return std::numeric_limits<double>::quiet_NaN();
  }
  double sign = 1;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    if (text.front() == '-') sign = -1;
    text.remove_prefix(1);
  }
  if (text == ".inf" || text == ".Inf" || text == ".INF") {
    return sign * std::numeric_limits<double>::infinity();
  }
  if (is_decimal_float(text)) return sign * parse_decimal(without_underscores(text));
  if (const std::optional<double> value = sexagesimal_float(text)) return sign * *value;
  return std::nullopt;
}

// The fewest digits that mean this number; of two digits the nearest ones, as in Java (4.9E-324).
std::string shortest_scientific(double value) {
  std::array<char, 64> buffer{};
  char* const end = buffer.data() + buffer.size();
  constexpr auto kForm = std::chars_format::scientific;
  const char* written = std::to_chars(buffer.data(), end, value, kForm, 1).ptr;
  double read = 0;
  std::from_chars(buffer.data(), written, read);
  if (read != value) written = std::to_chars(buffer.data(), end, value, kForm).ptr;
  return {buffer.data(), static_cast<std::size_t>(written - buffer.data())};
}

Value simple_value(Value::Kind kind, std::string text) {
  Value value;
  value.kind = kind;
  value.text = std::move(text);
  return value;
}

Value boolean_value(bool value) {
  return simple_value(Value::Kind::Boolean, value ? "true" : "false");
}

Value number_or_text(std::string text) {
  if (std::optional<std::string> integer = integer_text(text)) {
    return simple_value(Value::Kind::Integer, *std::move(integer));
  }
  if (const std::optional<double> number = float_of(text)) {
    return simple_value(Value::Kind::Float, java_double(*number));
  }
  if (std::optional<Value> date = timestamp_value(text)) return *std::move(date);
  return text_value(std::move(text));
}

std::optional<Value> tagged_float(std::string_view text) {
  if (const std::optional<double> number = float_of(text)) {
    return simple_value(Value::Kind::Float, java_double(*number));
  }
  if (const std::optional<std::string> integer = integer_text(text)) {
    const double value = parse_decimal(integer->starts_with('-') ? integer->substr(1) : *integer);
    return simple_value(Value::Kind::Float, java_double(text.starts_with('-') ? -value : value));
  }
  return std::nullopt;
}

}  // namespace

Value text_value(std::string text) { return simple_value(Value::Kind::Text, std::move(text)); }

Value plain_value(std::string text) {
  if (is_null(text)) return {};
  const char first = text.front();
  if (is_digit(first) || first == '+' || first == '-' || first == '.') {
    return number_or_text(std::move(text));
  }
  if (const std::optional<bool> boolean = boolean_of(text)) return boolean_value(*boolean);
  return text_value(std::move(text));
}

std::optional<Value> tagged_value(std::string_view tag, std::string text) {
  if (!tag.starts_with(kTagPrefix)) return std::nullopt;
  const std::string_view type = tag.substr(kTagPrefix.size());
  if (type == "str") return text_value(std::move(text));
  if (type == "null") return Value{};
  if (type == "bool") {
    const std::optional<bool> boolean = boolean_of(to_lower(text));
    return boolean ? std::optional(boolean_value(*boolean)) : std::nullopt;
  }
  if (type == "int") {
    std::optional<std::string> integer = integer_text(text);
    if (!integer) return std::nullopt;
    return simple_value(Value::Kind::Integer, *std::move(integer));
  }
  if (type == "float") return tagged_float(text);
  if (type == "timestamp") return timestamp_value(text);
  return std::nullopt;
}

Value list_value(std::vector<Value> items) {
  Value list;
  list.kind = Value::Kind::List;
  list.text = "[";
  for (const Value& item : items) {
    if (list.text.size() > 1) list.text += ", ";
    list.text += item ? item.text : "null";
  }
  list.text += ']';
  list.items = std::move(items);
  return list;
}

std::string java_double(double value) {
  if (std::isnan(value)) return "NaN";
  const std::string sign = std::signbit(value) ? "-" : "";
  if (std::isinf(value)) return sign + "Infinity";
  if (value == 0) return sign + "0.0";

  const std::string scientific = shortest_scientific(std::abs(value));
  const std::size_t e = scientific.find('e');
  int exponent = 0;
  const char* digits_of_exponent = scientific.data() + e + (scientific[e + 1] == '+' ? 2 : 1);
  std::from_chars(digits_of_exponent, scientific.data() + scientific.size(), exponent);
  std::string digits(1, scientific.front());
  if (e > 2 && scientific.substr(2, e - 2) != "0") digits += scientific.substr(2, e - 2);

  // Plain from 0.001 up to below 10^7, with at least one decimal; scientific beyond.
  if (exponent < -3 || exponent > 6) {
    const std::string decimals = digits.size() > 1 ? digits.substr(1) : "0";
    return fmt::format("{}{}.{}E{}", sign, digits.front(), decimals, exponent);
  }
  if (exponent < 0) {
    return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  }
  const std::size_t whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) return sign + digits + std::string(whole - digits.size(), '0') + ".0";
  return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

}  // namespace strata::document
