#include "drivers/sqlite/tokens.h"

#include <algorithm>

#include "drivers/sqlite/lexical.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

using sql::Token;

bool is_silent(const Token& token) {
  return token.kind == Token::Kind::Blank || token.kind == Token::Kind::Comment;
}

std::string_view text_of(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

// All tokens but the silent ones, parentheses by themselves.
std::vector<Token> flat(std::string_view text) {
  std::vector<Token> tokens;
  const sql::Lexer lexer(text, lexical_rules());
  for (std::size_t at = 0; at < text.size();) {
    const Token token = lexer.next(at);
    if (!is_silent(token)) tokens.push_back(token);
    at = token.end;
  }
  return tokens;
}

}  // namespace

Tokens::Tokens(std::string_view text) : text_(text) {
  int depth = 0;
  for (const Token& token : flat(text)) {
    const std::string_view word = text_of(text, token);
    if (word == ")" && depth > 0) {
      tokens_.back().end = token.end;
      --depth;
      continue;
    }
    if (depth == 0) tokens_.push_back(token);
    if (word == "(") ++depth;
  }
}

std::string_view Tokens::peek(std::size_t ahead) const {
  return next_ + ahead < tokens_.size() ? text_of(text_, tokens_[next_ + ahead])
                                        : std::string_view();
}

bool Tokens::at(std::string_view word, std::size_t ahead) const {
  return equals_ignore_case(peek(ahead), word);
}

std::string_view Tokens::take() {
  const std::string_view word = peek();
  if (!done()) ++next_;
  return word;
}

bool Tokens::take_if(std::string_view word) {
  if (!at(word)) return false;
  ++next_;
  return true;
}

std::string_view Tokens::since(std::size_t first) const {
  if (first >= next_) return {};
  return text_.substr(tokens_[first].begin, tokens_[next_ - 1].end - tokens_[first].begin);
}

std::string_view Tokens::gap() const {
  const std::size_t begin = next_ == 0 ? 0 : tokens_[next_ - 1].end;
  const std::size_t end = done() ? text_.size() : tokens_[next_].begin;
  return text_.substr(begin, end - begin);
}

std::string_view Tokens::rest() const {
  return done() ? std::string_view() : text_.substr(tokens_[next_].begin);
}

std::string_view inside(std::string_view group) {
  if (group.size() < 2 || !group.starts_with('(')) return group;
  return group.substr(1, group.size() - (group.ends_with(')') ? 2 : 1));
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t start = 0;
  for (const Token& token : flat(text)) {
    const std::string_view word = text_of(text, token);
    if (word == "(") ++depth;
    if (word == ")") --depth;
    if (word != "," || depth != 0) continue;
    parts.push_back(text.substr(start, token.begin - start));
    start = token.end;
  }
  parts.push_back(text.substr(start));
  return parts;
}

std::vector<std::string> names_in(std::string_view group) {
  std::vector<std::string> names;
  for (const std::string_view part : split_list(inside(group)))
    names.push_back(unquoted(Tokens(part).peek()));
  return names;
}

std::string unquoted(std::string_view name) {
  constexpr std::string_view kOpen = "\"`'[";
  if (name.size() < 2 || kOpen.find(name.front()) == std::string_view::npos)
    return std::string(name);
  const std::string inner(name.substr(1, name.size() - 2));
  if (name.front() == '[') return inner;
  const std::string mark(1, name.front());
  return replace_all(inner, mark + mark, mark);
}

bool has_word(std::string_view text, std::string_view word) {
  const std::vector<Token> tokens = flat(text);
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    return equals_ignore_case(text_of(text, token), word);
  });
}

bool mentions(std::string_view text, std::string_view column) {
  const std::vector<Token> tokens = flat(text);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view word = text_of(text, tokens[i]);
    const bool is_string = word.starts_with('\'');
    const bool is_function = tokens[i].kind == Token::Kind::Word && i + 1 < tokens.size() &&
                             text_of(text, tokens[i + 1]) == "(";
    if (!is_string && !is_function && equals_ignore_case(unquoted(word), column)) return true;
  }
  return false;
}

}  // namespace strata::sqlite
