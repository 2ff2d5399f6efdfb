// Times as people write them: "500ms", "5s", "2m", "1h". Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace strata {

// A bare number is seconds. Absent if it is none of these.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

// "500 ms", "5 s".
std::string to_text(std::chrono::milliseconds duration);

}  // namespace strata
