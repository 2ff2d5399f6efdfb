#include "engine/sql/words.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::sql {
namespace {

// A name or text without its quotes, in which a doubled quote stands for one.
std::string unquoted(std::string_view text) {
  if (text.size() < 2) return std::string(text);
  const char close = text.front() == '[' ? ']' : text.back();
  const std::string quote(1, close);
  return replace_all(std::string(text.substr(1, text.size() - 2)), quote + quote, quote);
}

}  // namespace

std::vector<Word> words(std::string_view statement, const LexicalRules& rules, std::size_t limit) {
  const Lexer lexer(statement, rules);
  std::vector<Word> result;
  for (std::size_t at = 0; at < statement.size() && result.size() < limit;) {
    const Token token = lexer.next(at);
    at = std::max(token.end, at + 1);
    const std::string_view text = statement.substr(token.begin, token.end - token.begin);
    if (token.kind == Token::Kind::Blank || token.kind == Token::Kind::Comment) continue;
    if (token.kind == Token::Kind::Quoted) {
      result.push_back({unquoted(text), "", true});
    } else {
      result.push_back({std::string(text), to_upper(text), false});
    }
  }
  return result;
}

bool WordReader::takes(std::initializer_list<std::string_view> expected) {
  std::size_t ahead = 0;
  for (const std::string_view word : expected) {
    if (!peek(ahead++).is(word)) return false;
  }
  at_ += expected.size();
  return true;
}

}  // namespace strata::sql
