// Types as changelogs write them: "varchar(50)", "java.sql.Types.BIGINT", "int unsigned". Knows the
// reference's standard names and their aliases; what they are called in a database is each
// dialect's affair. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strata::sql {

struct TypeText {
  std::string written;  // as it stands in the changelog, trimmed
  std::string name;     // the standard name for known types ("bigint"), else as written
  bool known = false;
  bool identity = false;                // "int identity"
  std::vector<std::string> parameters;  // "10", "2" of numeric(10, 2)
  std::string suffix;                   // "unsigned", "with time zone"
};

// Throws Error(Changelog) for a parenthesis that is not closed and for parameters (${n}) that
// nothing has replaced.
TypeText parse_type(std::string_view written);

// "NAME(p1, p2)" or "NAME".
std::string with_parameters(std::string_view name, const std::vector<std::string>& parameters);

// If the text is one of the reference's names for the present moment and nothing more: the digits
// of "CURRENT_TIMESTAMP(3)", empty without any.
std::optional<std::string> present_moment(std::string_view text);

}  // namespace strata::sql
