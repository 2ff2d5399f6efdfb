#include "drivers/sqlite/tokens.h"

#include "drivers/sqlite/lexical.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

using sql::Token;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// The end of 12, 1.5, .5e-3 (but 0x1F is a word); `at` itself if no number starts there.
std::size_t number_end(std::string_view text, std::size_t at) {
  const bool starts =
      is_digit(text[at]) || (text[at] == '.' && at + 1 < text.size() && is_digit(text[at + 1]));
  if (!starts || starts_with_ignore_case(text.substr(at), "0x")) return at;
  std::size_t end = digits_end(text, at);
  if (end < text.size() && text[end] == '.') end = digits_end(text, end + 1);
  if (end < text.size() && ascii_lower(text[end]) == 'e') {
    std::size_t power = end + 1;
    if (power < text.size() && (text[power] == '+' || text[power] == '-')) ++power;
    const std::size_t power_end = digits_end(text, power);
    if (power_end > power) end = power_end;
  }
  return end;
}

bool is_blob_prefix(std::string_view text, const Token& token) {
  return token.kind == Token::Kind::Word &&
         equals_ignore_case(text.substr(token.begin, token.end - token.begin), "x") &&
         token.end < text.size() && text[token.end] == '\'';
}

}  // namespace

Token next_token(const sql::Lexer& lexer, std::string_view text, std::size_t at) {
  if (const std::size_t end = number_end(text, at); end > at) return {Token::Kind::Word, at, end};
  Token token = lexer.next(at);
  if (is_blob_prefix(text, token)) token.end = lexer.next(token.end).end;
  return token;
}

bool is_silent(const Token& token) {
  return token.kind == Token::Kind::Blank || token.kind == Token::Kind::Comment;
}

Tokens::Tokens(std::string_view text) : text_(text) {
  const sql::Lexer lexer(text, lexical_rules());
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Token token = next_token(lexer, text, at);
    at = token.end;
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    if (word == ")" && --depth == 0) {
      tokens_.back().end = token.end;
      continue;
    }
    if (word == "(" && ++depth == 1) {
      tokens_.push_back(token);
      continue;
    }
    if (depth == 0 && !is_silent(token)) tokens_.push_back(token);
  }
}

bool has_comment(std::string_view silent) { return !trim(silent).empty(); }

std::size_t line_end_in(std::string_view silent) {
  const sql::Lexer lexer(silent, lexical_rules());
  for (std::size_t at = 0; at < silent.size();) {
    const Token token = lexer.next(at);
    if (token.kind == Token::Kind::Blank && (silent[at] == '\n' || silent[at] == '\r')) return at;
    at = token.end;
  }
  return std::string_view::npos;
}

bool ends_in_line_comment(std::string_view silent) {
  const sql::Lexer lexer(silent, lexical_rules());
  bool in_comment = false;
  for (std::size_t at = 0; at < silent.size();) {
    const Token token = lexer.next(at);
    in_comment = token.kind == Token::Kind::Comment && silent.substr(at).starts_with("--");
    at = token.end;
  }
  return in_comment;
}

std::string_view inside(std::string_view group) {
  if (group.size() < 2 || !group.starts_with('(')) return group;
  return group.substr(1, group.size() - (group.ends_with(')') ? 2 : 1));
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> parts;
  const sql::Lexer lexer(text, lexical_rules());
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Token token = lexer.next(at);
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    if (token.kind == Token::Kind::Symbol && word == "(") ++depth;
    if (token.kind == Token::Kind::Symbol && word == ")") --depth;
    if (token.kind == Token::Kind::Symbol && word == "," && depth == 0) {
      parts.push_back(text.substr(start, at - start));
      start = token.end;
    }
    at = token.end;
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
  std::string inner(name.substr(1, name.size() - 2));
  if (name.front() == '[') return inner;
  const std::string mark(1, name.front());
  return replace_all(inner, mark + mark, mark);
}

}  // namespace strata::sqlite
