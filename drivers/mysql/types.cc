#include <array>
#include <charconv>

#include <fmt/format.h>

#include "drivers/mysql/dialect.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/sql/type_text.h"

namespace strata::mysql {
namespace {

using sql::TypeText;
using sql::with_parameters;

// MySQL manual 11.2.6, MariaDB manual "Microseconds in MariaDB".
constexpr int kMostFractionalDigits = 6;

struct Spelling {
  std::string_view written;  // lower case
  std::string_view name;
};

template <std::size_t kCount>
std::string_view spelled_like(std::string_view written, const std::array<Spelling, kCount>& all,
                              std::string_view otherwise) {
  for (const Spelling& spelling : all) {
    if (starts_with_ignore_case(written, spelling.written)) return spelling.name;
  }
  return otherwise;
}

std::string with_suffix(const std::string& text, const TypeText& type) {
  return type.suffix.empty() ? text : text + " " + type.suffix;
}

// The standard names "clob" and "blob" stand for all sizes; the spelling tells them apart.
std::string text_type(const TypeText& type) {
  constexpr std::array kSpellings{Spelling{"text", "TEXT"}, Spelling{"tinytext", "TINYTEXT"},
                                  Spelling{"mediumtext", "MEDIUMTEXT"},
                                  Spelling{"nclob", "LONGTEXT CHARACTER SET utf8"}};
  return std::string(spelled_like(type.written, kSpellings, "LONGTEXT"));
}

std::string bytes_type(const TypeText& type) {
  constexpr std::array kSpellings{
      Spelling{"blob", "BLOB"},           Spelling{"java.sql.types.blob", "BLOB"},
      Spelling{"varbinary", "VARBINARY"}, Spelling{"java.sql.types.varbinary", "VARBINARY"},
      Spelling{"tinyblob", "TINYBLOB"},   Spelling{"mediumblob", "MEDIUMBLOB"},
      Spelling{"binary", "BINARY"}};
  const std::string_view name = spelled_like(type.written, kSpellings, "LONGBLOB");
  return name.ends_with("BINARY") ? with_parameters(name, type.parameters) : std::string(name);
}

std::string double_type(const TypeText& type) {
  std::string suffix = to_upper(type.suffix);
  std::string name = "DOUBLE";
  if (suffix.find("PRECISION") != std::string::npos) {
    name += " PRECISION";
    suffix = std::string(trim(replace_all(suffix, "PRECISION", "")));
  }
  if (type.parameters.size() > 1) name = with_parameters(name, type.parameters);
  return suffix.empty() ? name : name + " " + suffix;
}

int digits_of(const TypeText& type) {
  const std::string& first = type.parameters.front();
  int digits = 0;
  std::from_chars(first.data(), first.data() + first.size(), digits);
  return digits;
}

std::string moment_type(std::string_view name, const TypeText& type) {
  if (type.parameters.empty()) return std::string(name);
  return fmt::format("{}({})", name, std::min(digits_of(type), kMostFractionalDigits));
}

// Both servers keep a TIMESTAMP in UTC and have no words for it.
std::string without_time_zone(std::string text) {
  for (const std::string_view words :
       {" with local time zone", " with time zone", " without time zone", " with timezone"}) {
    const std::size_t at = to_lower(text).find(words);
    if (at != std::string::npos) text.erase(at, words.size());
  }
  return text;
}

// Clauses may stand behind it ("timestamp(3) NULL DEFAULT CURRENT_TIMESTAMP(3)"): kept as written.
std::string timestamp_type(const TypeText& type) {
  constexpr std::string_view kName = "timestamp";
  if (!type.parameters.empty() && digits_of(type) > kMostFractionalDigits) {
    throw Error(ErrorKind::Changelog,
                fmt::format("{}: the database has at most {} fractional digits", type.written,
                            kMostFractionalDigits));
  }
  const std::string& written = type.written;
  const bool plain =
      starts_with_ignore_case(written, kName) && written.find_first_of(" (") == kName.size();
  if (!plain) return moment_type(kName, type);
  const std::size_t open = written.find_first_not_of(' ', kName.size());
  if (written[open] != '(') return without_time_zone(written);
  return without_time_zone(moment_type(written.substr(0, kName.size()), type) +
                           written.substr(written.find(')') + 1));
}

// The values as written but for the blanks between them; they may hold commas and parentheses.
std::string list_of_values(const TypeText& type) {
  const std::string& written = type.written;
  std::size_t at = written.find('(');
  std::string text = to_upper(type.name);
  bool quoted = false;
  for (; at < written.size(); ++at) {
    if (written[at] == '\'') quoted = !quoted;
    if (!quoted && written[at] == ' ') continue;
    text += written[at];
    if (!quoted && written[at] == ',') text += ' ';
    if (!quoted && written[at] == ')') break;
  }
  const std::string_view rest =
      trim(std::string_view(written).substr(std::min(at + 1, written.size())));
  return rest.empty() ? text : fmt::format("{} {}", text, rest);
}

std::string unknown_type(const TypeText& type) {
  if (equals_ignore_case(type.name, "enum") || equals_ignore_case(type.name, "set")) {
    return list_of_values(type);
  }
  if (equals_ignore_case(type.name, "interval")) return to_upper(type.written);
  constexpr std::size_t kMostParameters = 2;
  std::vector<std::string> parameters = type.parameters;
  if (parameters.size() > kMostParameters) parameters.resize(kMostParameters);
  return with_suffix(with_parameters(to_upper(type.name), parameters), type);
}

std::string character_type(const TypeText& type) {
  std::vector<std::string> parameters = type.parameters;
  // Oracle's way to say that the length counts bytes.
  for (std::string& parameter : parameters) parameter = replace_all(parameter, " BYTE", "");
  std::string text = with_parameters(to_upper(type.name), parameters);
  const bool national = starts_with_ignore_case(type.written, "national character varying");
  return national ? text : with_suffix(text, type);
}

std::string float_type(const TypeText& type) {
  if (equals_ignore_case(type.written, "real")) return "REAL";
  return with_suffix(with_parameters("FLOAT", type.parameters), type);
}

std::string boolean_type(const TypeText& type, Flavor flavor) {
  if (starts_with_ignore_case(type.written, "bit")) return with_parameters("BIT", type.parameters);
  return flavor == Flavor::MariaDb ? "TINYINT(1)" : "TINYINT";
}

std::string uuid_type(Flavor flavor, const sql::Version& version) {
  const bool known =
      flavor == Flavor::MariaDb && (version.major == 0 || version >= sql::Version{10, 7, 0});
  return known ? "UUID" : "char(36)";
}

}  // namespace

std::string MySqlDialect::type_name(std::string_view written, const sql::TypeUse& /*use*/,
                                    const sql::Target& target) const {
  const TypeText type = sql::parse_type(written);
  const std::string& name = type.name;
  if (!type.known) return unknown_type(type);
  if (name == "int" || name == "bigint" || name == "mediumint" || name == "smallint") {
    return with_suffix(to_upper(name), type);
  }
  if (name.ends_with("char")) return character_type(type);
  if (name == "boolean") return boolean_type(type, flavor_);
  if (name == "clob") return text_type(type);
  if (name == "blob") return bytes_type(type);
  if (name == "double") return double_type(type);
  if (name == "float") return float_type(type);
  if (name == "number") return with_suffix(with_parameters("numeric", type.parameters), type);
  if (name == "currency") return "DECIMAL";
  if (name == "date") return "date";
  if (name == "datetime" || name == "time") return moment_type(name, type);
  if (name == "timestamp") return timestamp_type(type);
  if (name == "uuid") return uuid_type(flavor_, target.version);
  if (name == "xml") return "LONGTEXT";
  return with_suffix(with_parameters(to_upper(name), type.parameters), type);
}

}  // namespace strata::mysql
