#include "engine/sql/type_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::sql {
namespace {

struct Alias {
  std::string_view written;  // lower case
  std::string_view name;
};

// Liquibase 4.28's data types with their aliases.
constexpr std::array kAliases{Alias{"bigint", "bigint"},
                              Alias{"java.sql.types.bigint", "bigint"},
                              Alias{"java.math.biginteger", "bigint"},
                              Alias{"java.lang.long", "bigint"},
                              Alias{"integer8", "bigint"},
                              Alias{"bigserial", "bigint"},
                              Alias{"serial8", "bigint"},
                              Alias{"int8", "bigint"},
                              Alias{"blob", "blob"},
                              Alias{"longblob", "blob"},
                              Alias{"longvarbinary", "blob"},
                              Alias{"java.sql.types.blob", "blob"},
                              Alias{"java.sql.types.longblob", "blob"},
                              Alias{"java.sql.types.longvarbinary", "blob"},
                              Alias{"java.sql.types.varbinary", "blob"},
                              Alias{"java.sql.types.binary", "blob"},
                              Alias{"varbinary", "blob"},
                              Alias{"binary", "blob"},
                              Alias{"image", "blob"},
                              Alias{"tinyblob", "blob"},
                              Alias{"mediumblob", "blob"},
                              Alias{"long binary", "blob"},
                              Alias{"long varbinary", "blob"},
                              Alias{"boolean", "boolean"},
                              Alias{"java.sql.types.boolean", "boolean"},
                              Alias{"java.lang.boolean", "boolean"},
                              Alias{"bit", "boolean"},
                              Alias{"bool", "boolean"},
                              Alias{"char", "char"},
                              Alias{"java.sql.types.char", "char"},
                              Alias{"bpchar", "char"},
                              Alias{"character", "char"},
                              Alias{"clob", "clob"},
                              Alias{"longvarchar", "clob"},
                              Alias{"text", "clob"},
                              Alias{"longtext", "clob"},
                              Alias{"java.sql.types.longvarchar", "clob"},
                              Alias{"java.sql.types.clob", "clob"},
                              Alias{"nclob", "clob"},
                              Alias{"longnvarchar", "clob"},
                              Alias{"ntext", "clob"},
                              Alias{"java.sql.types.longnvarchar", "clob"},
                              Alias{"java.sql.types.nclob", "clob"},
                              Alias{"tinytext", "clob"},
                              Alias{"mediumtext", "clob"},
                              Alias{"long varchar", "clob"},
                              Alias{"long nvarchar", "clob"},
                              Alias{"currency", "currency"},
                              Alias{"money", "currency"},
                              Alias{"smallmoney", "currency"},
                              Alias{"datetime", "datetime"},
                              Alias{"java.sql.types.datetime", "datetime"},
                              Alias{"java.util.date", "datetime"},
                              Alias{"smalldatetime", "datetime"},
                              Alias{"datetime2", "datetime"},
                              Alias{"date", "date"},
                              Alias{"java.sql.types.date", "date"},
                              Alias{"java.sql.date", "date"},
                              Alias{"decimal", "decimal"},
                              Alias{"java.sql.types.decimal", "decimal"},
                              Alias{"java.math.bigdecimal", "decimal"},
                              Alias{"double", "double"},
                              Alias{"java.sql.types.double", "double"},
                              Alias{"java.lang.double", "double"},
                              Alias{"float", "float"},
                              Alias{"java.sql.types.float", "float"},
                              Alias{"java.lang.float", "float"},
                              Alias{"real", "float"},
                              Alias{"java.sql.types.real", "float"},
                              Alias{"int", "int"},
                              Alias{"integer", "int"},
                              Alias{"java.sql.types.integer", "int"},
                              Alias{"java.lang.integer", "int"},
                              Alias{"serial", "int"},
                              Alias{"int4", "int"},
                              Alias{"serial4", "int"},
                              Alias{"mediumint", "mediumint"},
                              Alias{"nchar", "nchar"},
                              Alias{"java.sql.types.nchar", "nchar"},
                              Alias{"nchar2", "nchar"},
                              Alias{"nvarchar", "nvarchar"},
                              Alias{"java.sql.types.nvarchar", "nvarchar"},
                              Alias{"nvarchar2", "nvarchar"},
                              Alias{"national", "nvarchar"},
                              Alias{"number", "number"},
                              Alias{"numeric", "number"},
                              Alias{"java.sql.types.numeric", "number"},
                              Alias{"smallint", "smallint"},
                              Alias{"java.sql.types.smallint", "smallint"},
                              Alias{"int2", "smallint"},
                              Alias{"smallserial", "smallint"},
                              Alias{"time", "time"},
                              Alias{"java.sql.types.time", "time"},
                              Alias{"java.sql.time", "time"},
                              Alias{"timetz", "time"},
                              Alias{"timestamp", "timestamp"},
                              Alias{"java.sql.types.timestamp", "timestamp"},
                              Alias{"java.sql.types.timestamp_with_timezone", "timestamp"},
                              Alias{"java.sql.timestamp", "timestamp"},
                              Alias{"timestamptz", "timestamp"},
                              Alias{"tinyint", "tinyint"},
                              Alias{"java.sql.types.tinyint", "tinyint"},
                              Alias{"uuid", "uuid"},
                              Alias{"uniqueidentifier", "uuid"},
                              Alias{"java.util.uuid", "uuid"},
                              Alias{"varchar", "varchar"},
                              Alias{"java.sql.types.varchar", "varchar"},
                              Alias{"java.lang.string", "varchar"},
                              Alias{"varchar2", "varchar"},
                              Alias{"character varying", "varchar"},
                              Alias{"xml", "xml"},
                              Alias{"xmltype", "xml"},
                              Alias{"java.sql.types.sqlxml", "xml"}};

// Names of two words; any other word behind the first is a suffix.
constexpr std::array<std::string_view, 6> kTwoWords{"bit varying",  "character varying",
                                                    "long varchar", "long nvarchar",
                                                    "long binary",  "long varbinary"};

std::vector<std::string> parameters_in(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos) return {};
  const std::size_t close = std::min(text.find(')', open), text.size());
  std::vector<std::string> parameters = split_trimmed(text.substr(open + 1, close - open - 1), ',');
  std::erase(parameters, "");
  return parameters;
}

// The text without its first "(...)" (up to the last closing one) and without "{...}".
std::string without_groups(std::string_view text) {
  std::string rest(text.substr(0, text.find('{')));
  const std::size_t open = rest.find('(');
  const std::size_t close = rest.rfind(')');
  if (open != std::string::npos && close != std::string::npos && close > open)
    rest.erase(open, close - open + 1);
  return std::string(trim(rest));
}

std::string without_quotes(std::string name) {
  constexpr std::pair<char, char> kPairs[] = {{'"', '"'}, {'[', ']'}, {'`', '`'}, {'\'', '\''}};
  for (const auto& [open, close] : kPairs) {
    if (!name.starts_with(open)) continue;
    const std::size_t end = name.find(close, 1);
    if (end != std::string::npos) return name.substr(1, end - 1) + name.substr(end + 1);
  }
  return name;
}

void check_parentheses(const std::string& written) {
  if (written.find("${") != std::string::npos) {
    throw Error(ErrorKind::Changelog,
                fmt::format("the type '{}' has a parameter that is not defined", written));
  }
  const std::size_t open = written.find('(');
  if (open != std::string::npos && written.find(')', open) == std::string::npos) {
    throw Error(ErrorKind::Changelog,
                fmt::format("the type '{}' lacks a closing parenthesis", written));
  }
}

}  // namespace

TypeText parse_type(std::string_view written) {
  TypeText type;
  type.written = std::string(trim(written));
  check_parentheses(type.written);
  std::string rest = without_groups(type.written);
  constexpr std::string_view kIdentity = " identity";
  if (to_lower(rest).ends_with(kIdentity)) {
    type.identity = true;
    rest.resize(rest.size() - kIdentity.size());
  }
  rest = without_quotes(std::move(rest));
  const std::string lower = to_lower(rest);
  const bool two_words =
      std::any_of(kTwoWords.begin(), kTwoWords.end(),
                  [&](std::string_view words) { return lower.starts_with(words); });
  const std::size_t blank = two_words ? std::string::npos : rest.find_first_of(" \t\r\n");
  type.name = rest.substr(0, blank);
  if (blank != std::string::npos)
    type.suffix = std::string(trim(std::string_view(rest).substr(blank)));
  type.parameters = parameters_in(type.written);
  const std::string key = to_lower(type.name);
  const auto* found = std::find_if(kAliases.begin(), kAliases.end(),
                                   [&](const Alias& alias) { return alias.written == key; });
  if (found != kAliases.end()) {
    type.known = true;
    type.name = std::string(found->name);
    // "national character varying": the words behind it say nothing more.
    if (key == "national") type.suffix.clear();
  }
  return type;
}

std::string with_parameters(std::string_view name, const std::vector<std::string>& parameters) {
  if (parameters.empty()) return std::string(name);
  return fmt::format("{}({})", name, fmt::join(parameters, ", "));
}

std::optional<std::string> present_moment(std::string_view text) {
  std::string lower = to_lower(text);
  lower = trim(std::string_view(lower).substr(0, lower.find(" on update ")));
  const std::size_t open = std::min(lower.find('('), lower.size());
  const std::string_view name = std::string_view(lower).substr(0, open);
  std::string_view digits = std::string_view(lower).substr(open);
  if (!is_one_of(name, {"current_timestamp", "current_datetime", "now"})) return std::nullopt;
  if (digits.empty()) return name == "now" ? std::nullopt : std::optional<std::string>("");
  if (!digits.ends_with(')')) return std::nullopt;
  digits = digits.substr(1, digits.size() - 2);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return std::string(digits);
}

}  // namespace strata::sql
