// Bytes written as text. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace strata {

// "00ff".
std::string to_hex(std::string_view bytes);

// The bytes of a text in base64, padded and without blanks; absent if it is none.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace strata
