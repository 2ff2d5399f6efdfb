#include "engine/sql/load_column.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "engine/base/bytes_text.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/date_value.h"
#include "engine/sql/type_text.h"

namespace strata::sql {
namespace {

using Kind = RowValue::Kind;

constexpr std::string_view kNull = "NULL";

bool is_number(std::string_view text) {
  const auto skip_digits = [&] {
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count;
  };
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  std::size_t digits = skip_digits();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (skip_digits() == 0) return false;
  }
  return text.empty();
}

std::optional<bool> parse_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 6> kTrue{"true", "t", "yes", "y", "1", "on"};
  constexpr std::array<std::string_view, 6> kFalse{"false", "f", "no", "n", "0", "off"};
  if (is_one_of_ignoring_case(text, kTrue)) return true;
  if (is_one_of_ignoring_case(text, kFalse)) return false;
  return std::nullopt;
}

RowValue boolean(bool value) { return {Kind::Boolean, value ? "true" : "false", {}}; }

RowValue moment(const model::DateValue& value) {
  return {Kind::Moment, replace_all(model::to_iso(value), "T", " "), value};
}

}  // namespace

LoadType load_type_named(std::string_view name) {
  static const std::map<std::string, LoadType> kTypes{
      {"STRING", LoadType::String},     {"NUMERIC", LoadType::Numeric},
      {"BOOLEAN", LoadType::Boolean},   {"DATE", LoadType::Date},
      {"DATETIME", LoadType::Date},     {"TIME", LoadType::Date},
      {"COMPUTED", LoadType::Computed}, {"SEQUENCE", LoadType::Sequence},
      {"UUID", LoadType::Uuid},         {"BLOB", LoadType::Blob},
      {"CLOB", LoadType::Clob},         {"OTHER", LoadType::Other},
      {"SKIP", LoadType::Skip}};
  const auto found = kTypes.find(to_upper(trim(name)));
  return found == kTypes.end() ? LoadType::Unknown : found->second;
}

LoadType load_type_for(const std::string& database_type) {
  constexpr std::array<std::string_view, 11> kNumbers{"int",       "integer", "bigint",  "smallint",
                                                      "mediumint", "tinyint", "number",  "decimal",
                                                      "double",    "float",   "currency"};
  constexpr std::array<std::string_view, 5> kDates{"date", "time", "datetime", "timestamp",
                                                   "smalldatetime"};
  constexpr std::array<std::string_view, 8> kStrings{"varchar",  "char", "nvarchar", "nchar",
                                                     "longtext", "text", "clob",     "longvarchar"};
  constexpr std::array<std::string_view, 7> kBytes{"blob",  "tinyblob",  "mediumblob", "longblob",
                                                   "bytea", "varbinary", "binary"};
  const TypeText parsed = parse_type(database_type);
  const std::string_view first =
      std::string_view(database_type).substr(0, database_type.find_first_of(" ("));
  const bool is_flag =
      parsed.name == "tinyint" && parsed.parameters.size() == 1 && parsed.parameters.front() == "1";
  if (parsed.name == "boolean" || is_flag) return LoadType::Boolean;
  if (is_one_of_ignoring_case(parsed.name, kNumbers) || is_one_of_ignoring_case(first, kNumbers) ||
      equals_ignore_case(first, "numeric") || equals_ignore_case(first, "real")) {
    return LoadType::Numeric;
  }
  if (is_one_of_ignoring_case(parsed.name, kDates) || is_one_of_ignoring_case(first, kDates))
    return LoadType::Date;
  if (parsed.name == "uuid") return LoadType::Uuid;
  if (is_one_of_ignoring_case(parsed.name, kBytes) || is_one_of_ignoring_case(first, kBytes))
    return LoadType::Blob;
  if (is_one_of_ignoring_case(parsed.name, kStrings) || is_one_of_ignoring_case(first, kStrings) ||
      equals_ignore_case(first, "character")) {
    return LoadType::String;
  }
  return LoadType::Other;
}

LoadColumn::LoadColumn(const Dialect& dialect, const Target& target, const model::DataFile& file,
                       std::string name, const model::Column* config, LoadType type)
    : dialect_(&dialect),
      file_(&file),
      target_(target),
      name_(std::move(name)),
      quoted_(dialect.quote(name_, ObjectKind::Column, target)),
      config_(config),
      type_(type),
      fallback_(fallback()) {}

bool LoadColumn::may_be_updated() const {
  return config_ == nullptr || config_->allow_update.value_or(true);
}

void LoadColumn::refuse(std::string_view text, std::string_view noun) const {
  throw Error(ErrorKind::Changelog, fmt::format("{}: '{}' is no {}", name_, text, noun));
}

// What the changelog gives for values that are missing in the file.
std::optional<RowValue> LoadColumn::fallback() const {
  if (config_ == nullptr) return std::nullopt;
  if (type_ == LoadType::Sequence) {
    const model::Text& sequence = config_->default_value_sequence_next
                                      ? config_->default_value_sequence_next
                                      : config_->default_value;
    if (sequence) return RowValue{Kind::Expression, dialect_->next_value(*sequence, target_), {}};
  }
  if (config_->default_value_date && !config_->default_value_boolean &&
      !config_->default_value_numeric) {
    return moment(*config_->default_value_date);
  }
  const std::string sql = dialect_->default_value(*config_, target_).value_or("");
  if (sql.empty()) return std::nullopt;
  if (equals_ignore_case(sql, kNull)) return RowValue{};
  if (config_->default_value && sql == dialect_->string_literal(*config_->default_value))
    return RowValue{Kind::Text, *config_->default_value, {}};
  if (is_number(sql)) return RowValue{Kind::Number, sql, {}};
  for (const bool value : {true, false}) {
    if (sql == dialect_->boolean_literal(value)) return boolean(value);
  }
  return RowValue{Kind::Expression, sql, {}};
}

RowValue LoadColumn::value(const std::string& text) const {
  if (equals_ignore_case(text, kNull)) return {};
  return trim(text).empty() ? value_of_nothing(text) : typed_value(text);
}

RowValue LoadColumn::value_of_nothing(const std::string& text) const {
  if (fallback_) return *fallback_;
  if (type_ == LoadType::String) return {Kind::Text, text, {}};
  return {};
}

RowValue LoadColumn::typed_value(const std::string& text) const {
  const std::string_view trimmed = trim(text);
  const bool is_now = equals_ignore_case(trimmed, dialect_->traits().current_timestamp);
  switch (type_) {
    case LoadType::Numeric:
      if (is_number(trimmed)) return {Kind::Number, std::string(trimmed), {}};
      refuse(text, "number");
    case LoadType::Boolean:
      if (const std::optional<bool> value = parse_boolean(trimmed)) return boolean(*value);
      refuse(text, "boolean");
    case LoadType::Date:
      if (is_now) return {Kind::Expression, std::string(trimmed), {}};
      if (const model::Moment value = model::parse_date_value(trimmed)) return moment(*value);
      refuse(text, "date or time");
    case LoadType::Computed:
      return {Kind::Expression, text, {}};
    case LoadType::Sequence:
      return {Kind::Expression, dialect_->next_value(text, target_), {}};
    case LoadType::Blob:
      return bytes(text);
    case LoadType::Clob:
      return {
          Kind::Text, content(text, config_ != nullptr ? config_->encoding.value_or("") : ""), {}};
    default:
      return {is_now ? Kind::Expression : Kind::Text, text, {}};
  }
}

// Base64, or the name of a file.
RowValue LoadColumn::bytes(const std::string& text) const {
  if (std::optional<std::string> decoded = from_base64(text))
    return {Kind::Bytes, std::move(*decoded), {}};
  return {Kind::Bytes, content(text, std::nullopt), {}};
}

std::string LoadColumn::content(const std::string& path,
                                const std::optional<std::string>& encoding) const {
  try {
    return file_->beside(path, encoding);
  } catch (const Error& error) {
    throw Error(ErrorKind::Changelog, fmt::format("{}: {}", name_, error.what()));
  }
}

}  // namespace strata::sql
