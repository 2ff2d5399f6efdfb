// Tells texts that may stand in SQL as they are from those that would reach beyond their place.
// Pure.
#pragma once

#include <string_view>

namespace strata::sql {

// Whether it is one value at most: a number, a name, a call. No delimiter, comment, open quote or
// parenthesis, and no comma outside of parentheses.
bool is_one_value(std::string_view text);

}  // namespace strata::sql
