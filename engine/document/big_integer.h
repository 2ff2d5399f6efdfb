// Integers of any size as YAML 1.1 writes them (decimal, 0b, 0, 0x, base 60), in canonical decimal
// text. Not an arithmetic type. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace strata::document {

// "+0x1F" gives "31"; absent if the text is no integer.
std::optional<std::string> integer_text(std::string_view text);

enum class LeadingZero : std::uint8_t { Refused, Allowed };

// Digits followed by one or more groups of base 60: "1:30", "190:20:30".
bool is_sexagesimal(std::string_view text, LeadingZero leading_zero);

}  // namespace strata::document
