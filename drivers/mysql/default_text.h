// What MySQL and MariaDB take behind DEFAULT without parentheses. Pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace strata::mysql {

enum class Calls : std::uint8_t { InParentheses, Allowed };

// Whether the expression is a literal, stands in parentheses already or, where calls are allowed,
// is a word or one call of a function.
bool stands_alone(std::string_view expression, Calls calls);

}  // namespace strata::mysql
