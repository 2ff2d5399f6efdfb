#include "drivers/postgresql/session/server_message.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "engine/base/utf8.h"

namespace strata::postgresql {
namespace {

// libpq prints these words itself, in English as long as the program sets no locale.
constexpr std::string_view kLine = "LINE ";
constexpr std::string_view kQuery = "QUERY:  ";
constexpr std::array<std::string_view, 3> kHelp = {"DETAIL:  ", "HINT:  ", "CONTEXT:  "};
constexpr std::string_view kCut = "...";

struct Excerpt {
  std::size_t line = 0;
  std::size_t prefix = 0;  // bytes of "LINE 12: "
  std::string_view text;
  std::string_view caret;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::optional<Excerpt> parse_excerpt(std::string_view line) {
  if (!line.starts_with(kLine)) return std::nullopt;
  Excerpt excerpt;
  const char* const first = line.data() + kLine.size();
  const char* const last = line.data() + line.size();
  const auto [end, failed] = std::from_chars(first, last, excerpt.line);
  if (failed != std::errc() || last - end < 2 || end[0] != ':' || end[1] != ' ')
    return std::nullopt;
  excerpt.prefix = static_cast<std::size_t>(end - line.data()) + 2;
  excerpt.text = line.substr(excerpt.prefix);
  return excerpt;
}

// Screen columns as libpq 15 counts them (src/common/wchar.c): one also for a combining character.
std::size_t width(char32_t c) {
  struct Range {
    char32_t first;
    char32_t last;
  };
  constexpr std::array<Range, 9> kWide = {{{0x1100, 0x115F},
                                           {0x2E80, 0xA4CF},
                                           {0xAC00, 0xD7A3},
                                           {0xF900, 0xFAFF},
                                           {0xFE30, 0xFE6F},
                                           {0xFF00, 0xFF60},
                                           {0xFFE0, 0xFFE6},
                                           {0x1F300, 0x1FAFF},
                                           {0x20000, 0x3FFFD}}};
  const auto has = [c](const Range& range) { return c >= range.first && c <= range.last; };
  return std::any_of(kWide.begin(), kWide.end(), has) ? 2 : 1;
}

// The byte of `text` at screen column `column`.
std::size_t byte_at_column(std::string_view text, std::size_t column) {
  std::size_t at = 0;
  for (std::size_t passed = 0; at < text.size() && passed < column;) {
    const CodePoint point = decode_utf8(text, at);
    passed += width(point.value);
    at += point.length;
  }
  return at;
}

// Line `number` and where it starts; libpq ends lines at CR, LF and CR LF.
std::pair<std::string_view, std::size_t> line_of(std::string_view statement, std::size_t number) {
  std::size_t start = 0;
  while (true) {
    const std::size_t end = std::min(statement.find_first_of("\r\n", start), statement.size());
    if (--number == 0 || end == statement.size()) {
      return {statement.substr(start, end - start), start};
    }
    start = end + (statement.substr(end).starts_with("\r\n") ? 2 : 1);
  }
}

std::optional<std::size_t> offset_of(const Excerpt& excerpt, std::string_view statement) {
  const std::size_t caret = excerpt.caret.find('^');
  if (excerpt.line == 0 || caret == std::string_view::npos || caret < excerpt.prefix)
    return std::nullopt;
  const auto [raw, start] = line_of(statement, excerpt.line);
  std::string line(raw);
  std::replace(line.begin(), line.end(), '\t', ' ');  // as in the excerpt
  const std::size_t in_excerpt = byte_at_column(excerpt.text, caret - excerpt.prefix);
  if (line == excerpt.text) return start + in_excerpt;
  std::string_view part = excerpt.text;
  const bool cut_before = part.starts_with(kCut) && !line.starts_with(kCut);
  if (cut_before) part.remove_prefix(kCut.size());
  if (part.ends_with(kCut)) part.remove_suffix(kCut.size());
  const std::size_t found = line.find(part);
  if (found == std::string::npos || line.find(part, found + 1) != std::string::npos)
    return std::nullopt;
  return start + found + in_excerpt - (cut_before ? kCut.size() : 0);
}

const std::string_view* help_label(std::string_view line) {
  const auto found = std::find_if(kHelp.begin(), kHelp.end(),
                                  [&](std::string_view label) { return line.starts_with(label); });
  return found == kHelp.end() ? nullptr : &*found;
}

void append_line(std::string& text, std::string_view line) {
  if (!text.empty()) text += '\n';
  text += line;
}

}  // namespace

std::string_view without_severity(std::string_view line) {
  const std::size_t end = line.find(":  ");
  if (end == std::string_view::npos || line.substr(0, end).find(' ') != std::string_view::npos)
    return line;
  return line.substr(end + 3);
}

ServerMessage parse_message(std::string_view printed, std::string_view statement) {
  enum class Part { Text, Help, Other };
  ServerMessage message;
  std::optional<Excerpt> excerpt;
  bool of_inner_query = false;
  Part part = Part::Text;
  const std::vector<std::string_view> lines = lines_of(printed);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (const std::optional<Excerpt> found = parse_excerpt(line); found && part == Part::Text) {
      excerpt = found;
      if (i + 1 < lines.size()) excerpt->caret = lines[++i];
      part = Part::Other;
    } else if (const std::string_view* label = help_label(line)) {
      part = Part::Help;
      append_line(message.help, line.substr(label->size()));
    } else if (line.starts_with(kQuery)) {
      of_inner_query = true;
      part = Part::Other;
    } else if (part == Part::Help) {
      append_line(message.help, line);
    } else if (part == Part::Text) {
      append_line(message.text, i == 0 ? without_severity(line) : line);
    }
  }
  if (excerpt && !of_inner_query) message.offset = offset_of(*excerpt, statement);
  return message;
}

}  // namespace strata::postgresql
