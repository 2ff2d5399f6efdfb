#include "drivers/mysql/session/error_offset.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/base/text.h"

namespace strata::mysql {
namespace {

constexpr int kParseError = 1064;
constexpr std::size_t kLongestNear = 80;  // the servers' "near '%-.80s'"
constexpr std::string_view kCut = "...";

// Unknown column, duplicate column, duplicate key name, key column that does not exist, nothing to
// drop, unknown table.
constexpr std::array kNamingErrors{1054, 1060, 1061, 1072, 1091, 1146};

bool in_name(char c) {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Where `text` stands, if it does so once between `first` and `last`.
std::optional<std::size_t> only_place(std::string_view statement, std::string_view text,
                                      std::size_t first, std::size_t last) {
  const std::size_t found = statement.find(text, first);
  if (found == std::string_view::npos || found > last) return std::nullopt;
  const std::size_t second = statement.find(text, found + 1);
  if (second != std::string_view::npos && second <= last) return std::nullopt;
  return found;
}

std::optional<std::size_t> only_place_on_line(std::string_view statement, std::string_view text,
                                              std::size_t line) {
  std::size_t start = 0;
  for (std::size_t i = 1; i < line; ++i) {
    const std::size_t end = statement.find('\n', start);
    if (end == std::string_view::npos) return std::nullopt;
    start = end + 1;
  }
  return only_place(statement, text, start,
                    std::min(statement.find('\n', start), statement.size()));
}

std::optional<std::size_t> offset_near(std::string_view statement, std::string_view message) {
  constexpr std::string_view kNear = " near '";
  constexpr std::string_view kAtLine = "' at line ";
  const std::size_t near = message.find(kNear);
  const std::size_t at_line = message.rfind(kAtLine);
  if (near == std::string_view::npos || at_line == std::string_view::npos ||
      at_line < near + kNear.size()) {
    return std::nullopt;
  }
  std::string_view text = message.substr(near + kNear.size(), at_line - near - kNear.size());
  // The servers cut these off before they parse.
  const std::size_t end = statement.find_last_not_of(" \t\r\n;") + 1;
  const std::string_view parsed = statement.substr(0, end);
  if (text.size() < kLongestNear && parsed.ends_with(text)) return parsed.size() - text.size();
  // MariaDB marks what it cut; MySQL does not.
  if (text.size() >= kLongestNear && text.ends_with(kCut)) text.remove_suffix(kCut.size());
  if (const auto found = only_place(statement, text, 0, statement.size())) return found;
  const std::string_view digits = message.substr(at_line + kAtLine.size());
  std::size_t line = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), line);
  return only_place_on_line(statement, text, line);
}

// The first name in quotes; MariaDB 10.11 has `name` in some messages. An apostrophe inside a word
// is no quote.
std::string_view quoted_name(std::string_view message) {
  const std::size_t backtick = message.find('`');
  const std::size_t open = backtick != std::string_view::npos ? backtick : message.find(" '") + 1;
  if (open == 0) return "";
  const std::size_t close = message.find(message[open], open + 1);
  return close == std::string_view::npos ? "" : message.substr(open + 1, close - open - 1);
}

std::optional<std::size_t> offset_of_name(std::string_view statement, std::string_view message) {
  std::string_view name = quoted_name(message);
  name.remove_prefix(name.rfind('.') + 1);  // npos + 1 is 0
  if (name.empty()) return std::nullopt;
  const std::string text = to_lower(statement);
  const std::string wanted = to_lower(name);
  std::optional<std::size_t> found;
  for (std::size_t at = text.find(wanted); at != std::string::npos;
       at = text.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    if ((at > 0 && in_name(text[at - 1])) || (end < text.size() && in_name(text[end]))) continue;
    if (found) return std::nullopt;
    found = at;
  }
  return found;
}

}  // namespace

std::optional<std::size_t> error_offset(std::string_view statement, std::string_view message,
                                        int code) {
  if (code == kParseError) return offset_near(statement, message);
  const bool names =
      std::find(kNamingErrors.begin(), kNamingErrors.end(), code) != kNamingErrors.end();
  return names ? offset_of_name(statement, message) : std::nullopt;
}

}  // namespace strata::mysql
