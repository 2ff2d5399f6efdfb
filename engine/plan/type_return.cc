#include "engine/plan/type_return.h"

#include <algorithm>
#include <optional>

#include "engine/base/text.h"
#include "engine/sql/type_text.h"

namespace strata::plan {
namespace {

using sql::TypeText;

bool is_padded(const TypeText& type) { return is_one_of(type.name, {"char", "nchar"}); }

bool is_text(const TypeText& type) { return is_one_of(type.name, {"varchar", "nvarchar", "clob"}); }

bool is_integer(const TypeText& type) {
  return is_one_of(type.name, {"tinyint", "smallint", "mediumint", "int", "bigint"});
}

bool is_decimal(const TypeText& type) { return is_one_of(type.name, {"decimal", "number"}); }

// Its digits behind the point. Without parameters each database has its own.
std::optional<int> scale(const TypeText& type) {
  if (type.parameters.empty() || type.parameters.size() > 2) return std::nullopt;
  if (type.parameters.size() == 1) return 0;
  const std::string& digits = type.parameters.back();
  const bool is_number =
      digits.size() <= 3 &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return is_number ? std::optional<int>(std::stoi(digits)) : std::nullopt;
}

}  // namespace

bool can_return(std::string_view now, std::string_view before) {
  if (equals_ignore_case(trim(now), trim(before))) return true;
  const TypeText from = sql::parse_type(now);
  const TypeText to = sql::parse_type(before);
  if (!from.known || !to.known || !equals_ignore_case(from.suffix, to.suffix)) return false;
  if (is_text(to)) return is_text(from) || is_padded(from) || is_integer(from);
  if (is_padded(to)) return is_padded(from);
  if (is_integer(to)) return is_integer(from);
  if (!is_decimal(to) || !scale(to)) return false;
  return is_integer(from) || (is_decimal(from) && scale(from) && *scale(from) <= *scale(to));
}

}  // namespace strata::plan
