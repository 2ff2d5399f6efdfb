#include "drivers/postgresql/types.h"

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/sql/type_text.h"

namespace strata::postgresql {
namespace {

using sql::TypeText;
using sql::with_parameters;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Unknown types are the user's own: upper case means nothing to the server unless a name is quoted.
std::string unknown_type(const TypeText& type) {
  const bool quoted = contains(type.written, "\"");
  if (quoted) return type.written;
  if (type.written.ends_with(']')) return to_upper(type.written);
  // The digits of its seconds stand behind the fields: interval day to second(3)
  if (equals_ignore_case(type.name, "interval")) return to_upper(type.written);
  std::string name = with_parameters(to_upper(type.name), type.parameters);
  return type.suffix.empty() ? name : name + " " + type.suffix;
}

std::string character_type(std::string_view name, TypeText type) {
  for (std::string& parameter : type.parameters) {
    if (to_lower(parameter).ends_with(" char")) parameter.resize(parameter.size() - 5);
  }
  if (type.parameters == std::vector<std::string>{"2147483647"}) type.parameters.clear();
  std::string text = with_parameters(name, type.parameters);
  return type.suffix.empty() ? text : text + " " + type.suffix;
}

std::string time_type(const TypeText& type) {
  const std::string written = to_lower(type.written);
  const bool zone = contains(written, "tz") || contains(written, "with time zone");
  const std::string precision = type.parameters.empty() ? "" : "(" + type.parameters.front() + ")";
  return fmt::format("time{} {} TIME ZONE", precision, zone ? "WITH" : "WITHOUT");
}

std::string datetime_type(const TypeText& type) {
  const std::string written = to_lower(type.written);
  const bool zone = contains(written, "tz") || contains(written, "with time zone");
  const std::string precision = type.parameters.empty() ? "" : "(" + type.parameters.back() + ")";
  return fmt::format("TIMESTAMP{} {} TIME ZONE", precision, zone ? "WITH" : "WITHOUT");
}

std::string timestamp_type(const TypeText& type) {
  constexpr int kMostDigits = 6;
  const std::string written = to_lower(type.written);
  if (!type.parameters.empty() && type.parameters.front().size() == 1 &&
      type.parameters.front().front() - '0' > kMostDigits) {
    throw Error(ErrorKind::Changelog, fmt::format("{}: PostgreSQL has at most {} fractional digits",
                                                  type.written, kMostDigits));
  }
  const std::string name = with_parameters("TIMESTAMP", type.parameters);
  const std::string suffix = to_lower(type.suffix);
  if (written.starts_with("timestamptz") ||
      written.starts_with("java.sql.types.timestamp_with_timezone") || suffix == "with timezone") {
    return name + " WITH TIME ZONE";
  }
  if (suffix.empty() || suffix == "without timezone") return name + " WITHOUT TIME ZONE";
  return name + " " + type.suffix;
}

bool is_large_object(const TypeText& type) {
  const std::string written = to_lower(type.written);
  return written.starts_with("blob") || written.starts_with("java.sql.types.blob");
}

}  // namespace

std::string type_name(std::string_view written, Numbering numbering) {
  const TypeText type = sql::parse_type(written);
  if (!type.known) return unknown_type(type);
  const bool serial = numbering == Numbering::Serial;
  const std::string lower = to_lower(type.written);
  if (type.name == "int") return serial ? "SERIAL" : "INTEGER";
  if (type.name == "bigint") return serial ? "BIGSERIAL" : "BIGINT";
  if (type.name == "smallint") return serial ? "SMALLSERIAL" : "SMALLINT";
  if (type.name == "tinyint") return "SMALLINT";
  if (type.name == "mediumint") return "INTEGER";
  if (type.name == "boolean")
    return lower.starts_with("bit") ? with_parameters("BIT", type.parameters) : "BOOLEAN";
  if (type.name == "clob") return "TEXT";
  if (type.name == "blob") return is_large_object(type) ? "OID" : "BYTEA";
  if (type.name == "currency") return "DECIMAL";
  if (type.name == "double") return "DOUBLE PRECISION";
  if (type.name == "number") return with_parameters("numeric", type.parameters);
  if (type.name == "decimal") return with_parameters("DECIMAL", type.parameters);
  if (type.name == "float")
    return lower == "real" ? "REAL" : with_parameters("FLOAT", type.parameters);
  if (type.name == "date") return "date";
  if (type.name == "time") return time_type(type);
  if (type.name == "datetime") return datetime_type(type);
  if (type.name == "timestamp") return timestamp_type(type);
  if (type.name == "uuid") return "UUID";
  if (type.name == "xml") return "XML";
  if (type.name == "nchar") return with_parameters("NCHAR", type.parameters);
  if (type.name == "nvarchar") return with_parameters("VARCHAR", type.parameters);
  if (type.name == "char") return character_type("CHAR", type);
  if (type.name == "varchar") return character_type("VARCHAR", type);
  return unknown_type(type);
}

}  // namespace strata::postgresql
