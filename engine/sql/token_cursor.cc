#include "engine/sql/token_cursor.h"

#include <algorithm>

#include "engine/base/text.h"

namespace strata::sql {
namespace {

std::string without_quotes(std::string_view token) {
  if (token.size() < 2 || (token.front() != '"' && token.front() != '`' && token.front() != '['))
    return std::string(token);
  const std::string quote(1, token.back());
  return replace_all(std::string(token.substr(1, token.size() - 2)), quote + quote, quote);
}

}  // namespace

TokenCursor::TokenCursor(std::string_view text, const LexicalRules& rules) : text_(text) {
  const Lexer lexer(text, rules);
  for (std::size_t at = 0; at < text.size();) {
    const Token token = lexer.next(at);
    at = token.end;
    if (token.kind != Token::Kind::Blank && token.kind != Token::Kind::Comment)
      tokens_.push_back(token);
  }
}

std::string_view TokenCursor::peek(std::size_t ahead) const {
  const std::size_t at = next_ + ahead;
  if (at >= tokens_.size()) return {};
  return text_.substr(tokens_[at].begin, tokens_[at].end - tokens_[at].begin);
}

bool TokenCursor::sees(std::initializer_list<std::string_view> words) const {
  std::size_t ahead = 0;
  return std::all_of(words.begin(), words.end(), [&](std::string_view word) {
    return equals_ignore_case(peek(ahead++), word);
  });
}

bool TokenCursor::take(std::initializer_list<std::string_view> words) {
  if (!sees(words)) return false;
  next_ += words.size();
  return true;
}

std::string TokenCursor::name() {
  const std::string_view token = peek();
  const bool is_name =
      !at_end() && tokens_[next_].kind != Token::Kind::Symbol && !token.starts_with('\'');
  if (!is_name) return "";
  ++next_;
  return without_quotes(token);
}

QualifiedName TokenCursor::qualified_name() {
  QualifiedName result{"", name()};
  while (peek() == "." && !result.name.empty()) {
    skip();
    result.schema = std::move(result.name);
    result.name = name();
  }
  return result;
}

std::vector<std::string> TokenCursor::names_in_parentheses() {
  std::vector<std::string> names;
  if (peek() != "(") return names;
  skip();
  while (!at_end() && peek() != ")") {
    const std::size_t begin = next_;
    const std::size_t end = item_end();
    std::string found = name();
    names.push_back(found.empty() ? text(begin, end) : std::move(found));
    next_ = end;
    if (peek() == ",") skip();
  }
  skip();
  return names;
}

void TokenCursor::skip_group() {
  if (peek() != "(") return;
  int depth = 0;
  for (; !at_end(); skip()) {
    if (peek() == "(") ++depth;
    if (peek() == ")" && --depth == 0) return skip();
  }
}

std::size_t TokenCursor::item_end() const {
  return level_end([](char c) { return c == ',' || c == ')'; });
}

std::size_t TokenCursor::group_end() const {
  return level_end([](char c) { return c == ')'; });
}

template <typename Ends>
std::size_t TokenCursor::level_end(const Ends& ends) const {
  int depth = 0;
  for (std::size_t at = next_; at < tokens_.size(); ++at) {
    if (tokens_[at].kind != Token::Kind::Symbol) continue;
    const char c = text_[tokens_[at].begin];
    if (depth == 0 && ends(c)) return at;
    if (c == '(') ++depth;
    if (c == ')') --depth;
  }
  return tokens_.size();
}

std::string TokenCursor::text(std::size_t from, std::size_t to) const {
  if (from >= to || from >= tokens_.size()) return "";
  const std::size_t begin = tokens_[from].begin;
  return std::string(text_.substr(begin, tokens_[std::min(to, tokens_.size()) - 1].end - begin));
}

}  // namespace strata::sql
