#include "drivers/mysql/default_text.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"

namespace strata::mysql {
namespace {

bool is_word_character(char c) {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

// The end of the 'literal' that begins at `begin`.
std::size_t end_of_literal(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '\'') {
      if (i + 1 >= text.size() || text[i + 1] != '\'') return i + 1;
      ++i;
    }
  }
  return text.size();
}

std::size_t end_of_group(std::string_view text, std::size_t begin) {
  int depth = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '\'') i = end_of_literal(text, i) - 1;
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1;
  }
  return text.size();
}

bool is_literal_word(std::string_view word) {
  constexpr std::array<std::string_view, 5> kWords{"null", "true", "false", "localtime",
                                                   "localtimestamp"};
  if (!word.empty() && word.front() >= '0' && word.front() <= '9') return true;
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view one) { return equals_ignore_case(one, word); });
}

}  // namespace

bool stands_alone(std::string_view expression, Calls calls) {
  std::size_t at = expression.starts_with('-') ? 1 : 0;
  const std::size_t begin = at;
  while (at < expression.size() && is_word_character(expression[at])) ++at;
  const std::string_view word = expression.substr(begin, at - begin);
  if (at == expression.size()) return calls == Calls::Allowed || is_literal_word(word);
  if (expression[at] == '\'') return end_of_literal(expression, at) == expression.size();
  if (expression[at] != '(' || (!word.empty() && calls != Calls::Allowed)) return false;
  return end_of_group(expression, at) == expression.size();
}

}  // namespace strata::mysql
