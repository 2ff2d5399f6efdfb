#include "engine/sql/delimiter.h"

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::sql {
namespace {

bool is_word_character(char c) {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::string with_escapes(std::string_view delimiter) {
  std::string text = replace_all(std::string(delimiter), "\\n", "\n");
  return replace_all(replace_all(std::move(text), "\\r", "\r"), "\\t", "\t");
}

// The reference takes regular expressions too. Those in use say "alone on its line" in many words:
// \n/\s*\n|\n/\s*$
std::vector<Delimiter> of_expression(std::string_view expression) {
  std::vector<Delimiter> delimiters;
  for (std::string text : split_trimmed(expression, '|')) {
    const bool alone = text.find("\\n") != std::string::npos || text.ends_with('$');
    for (const std::string_view part : {"\\s", "\\n", "\\r", "*", "+", "?", "^", "$"})
      text = replace_all(std::move(text), part, "");
    if (!text.empty()) delimiters.push_back({std::move(text), alone});
  }
  return delimiters;
}

// What follows on the line.
std::string_view rest_of_line(std::string_view text, std::size_t at) {
  return text.substr(at, std::min(text.find_first_of("\r\n", at), text.size()) - at);
}

bool is_nothing(std::string_view rest) { return rest.empty() || rest.starts_with("--"); }

// The number behind GO, which only a comment may follow; 0 if there is none.
std::size_t times_in(std::string_view rest) {
  constexpr std::size_t kMostDigits = 4;
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits == 0 || digits > kMostDigits || !is_nothing(trim(rest.substr(digits)))) return 0;
  std::size_t times = 0;
  std::from_chars(rest.data(), rest.data() + digits, times);
  return times;
}

bool is_alone(std::string_view text, std::size_t at) {
  for (; at > 0 && text[at - 1] != '\n' && text[at - 1] != '\r'; --at) {
    if (!is_blank(text[at - 1])) return false;
  }
  return true;
}

}  // namespace

std::vector<Delimiter> delimiters_of(const model::Text& given) {
  if (!given || given->empty()) return {{";", false}, {"go", true}, {"/", true}};
  if (given->find("\\s") != std::string::npos) {
    if (std::vector<Delimiter> found = of_expression(*given); !found.empty()) return found;
  }
  std::string text = with_escapes(*given);
  // "\n/$": on a line of its own. A dollar alone is no end of a line: $$.
  if (text.size() > 2 && text.starts_with('\n') && text.ends_with('$') && !text.ends_with("$$"))
    return {{text.substr(1, text.size() - 2), true}};
  return {{std::move(text), *given == "/"}};
}

std::optional<Ending> ending_at(std::string_view text, std::size_t at, const Delimiter& delimiter) {
  if (!starts_with_ignore_case(text.substr(at), delimiter.text)) return std::nullopt;
  const std::size_t end = at + delimiter.text.size();
  const bool is_inside_word =
      end < text.size() && is_word_character(text[end - 1]) && is_word_character(text[end]);
  if (is_inside_word || (delimiter.alone && !is_alone(text, at))) return std::nullopt;
  const bool is_go = equals_ignore_case(trim(delimiter.text), "go");
  if (!is_go && !delimiter.alone) return Ending{end};
  // A semicolon and a comment may stand behind a word that is alone.
  const std::string_view line = rest_of_line(text, end);
  std::string_view rest = trim(line);
  const std::size_t times = is_go ? times_in(rest) : 0;
  if (times > 0) return Ending{end + line.size(), true, times};
  if (!delimiter.alone) return Ending{end, true};
  if (rest.starts_with(';')) rest = trim(rest.substr(1));
  if (!is_nothing(rest)) return std::nullopt;
  return Ending{end + line.size(), is_go};
}

}  // namespace strata::sql
