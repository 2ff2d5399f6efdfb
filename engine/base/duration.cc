#include "engine/base/duration.h"

#include <charconv>

#include <fmt/format.h>

#include "engine/base/text.h"

namespace strata {

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  using std::chrono::milliseconds;
  text = trim(text);
  constexpr std::int64_t kMost = 1'000'000'000;
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || number < 0 || number > kMost) return std::nullopt;
  const std::string unit = to_lower(trim(text.substr(static_cast<std::size_t>(end - text.data()))));
  if (unit == "ms") return milliseconds(number);
  if (unit.empty() || unit == "s") return std::chrono::seconds(number);
  if (unit == "m") return std::chrono::minutes(number);
  if (unit == "h") return std::chrono::hours(number);
  return std::nullopt;
}

std::string to_text(std::chrono::milliseconds duration) {
  constexpr std::int64_t kMsPerSecond = 1000;
  if (duration.count() % kMsPerSecond == 0 && duration.count() != 0)
    return fmt::format("{} s", duration.count() / kMsPerSecond);
  return fmt::format("{} ms", duration.count());
}

}  // namespace strata
