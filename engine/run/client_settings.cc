#include "engine/run/client_settings.h"

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::run {

std::vector<std::string> split_arguments(const std::string& text) {
  std::vector<std::string> words;
  bool is_in_word = false;
  char quote = 0;
  for (const char c : text) {
    const bool is_quote = quote == 0 ? c == '\'' || c == '"' : c == quote;
    if (is_quote) {
      quote = quote == 0 ? c : '\0';
    } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      is_in_word = false;
      continue;
    }
    if (!is_in_word) words.emplace_back();
    is_in_word = true;
    if (!is_quote) words.back() += c;
  }
  if (quote != 0)
    throw Error(ErrorKind::Usage, fmt::format("a quote is never closed in: {}", text));
  return words;
}

}  // namespace strata::run
