#include "engine/sql/copy_block.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::sql {

bool copies_from_client(std::string_view statement, const LexicalRules& rules) {
  const Lexer lexer(statement, rules);
  int parentheses = 0;
  bool is_behind_from = false;
  for (std::size_t at = 0; at < statement.size();) {
    const Token token = lexer.next(at);
    at = token.end;
    if (token.kind == Token::Kind::Blank || token.kind == Token::Kind::Comment) continue;
    const std::string_view text = statement.substr(token.begin, token.end - token.begin);
    if (text == "(") ++parentheses;
    if (text == ")") --parentheses;
    const bool is_word = token.kind == Token::Kind::Word && parentheses == 0;
    if (is_word && is_behind_from) return equals_ignore_case(text, "stdin");
    is_behind_from = is_word && equals_ignore_case(text, "from");
  }
  return false;
}

std::optional<RowLines> rows_behind(std::string_view text, std::size_t at) {
  const auto behind_line = [&](std::size_t from) {
    return std::min(text.find('\n', from), text.size() - 1) + 1;
  };
  const std::size_t begin = text.empty() ? 0 : behind_line(at);
  for (std::size_t line = begin; line < text.size();) {
    const std::size_t next = behind_line(line);
    std::string_view content = text.substr(line, next - line);
    if (content.ends_with('\n')) content.remove_suffix(1);
    if (content.ends_with('\r')) content.remove_suffix(1);
    if (content == "\\.") return RowLines{begin, line, next};
    line = next;
  }
  return std::nullopt;
}

}  // namespace strata::sql
