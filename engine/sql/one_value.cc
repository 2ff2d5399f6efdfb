#include "engine/sql/one_value.h"

namespace strata::sql {
namespace {

bool is_in(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

bool starts_comment(std::string_view text) {
  return text.starts_with("--") || text.starts_with("/*") || text.starts_with("*/");
}

}  // namespace

bool is_one_value(std::string_view text) {
  int depth = 0;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_in(c, "\\\r\n")) return false;
    if (quote != '\0') {
      if (c == quote) quote = '\0';
      continue;
    }
    if (is_in(c, "'\"`")) quote = c;
    if (is_in(c, ";#$") || starts_comment(text.substr(i)) || (c == ',' && depth == 0)) return false;
    if (c == '(') ++depth;
    if (c == ')' && --depth < 0) return false;
  }
  return depth == 0 && quote == '\0';
}

}  // namespace strata::sql
