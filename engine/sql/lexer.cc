#include "engine/sql/lexer.h"

#include <algorithm>

#include "engine/base/text.h"

namespace strata::sql {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kOpen = kNone - 1;

bool is_word(char c) {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80U;
}

std::size_t after(std::size_t found, std::size_t length) {
  return found == kNone ? kOpen : found + length;
}

}  // namespace

Token Lexer::next(std::size_t at) const {
  const char c = text_[at];
  if (is_blank(c)) return {Token::Kind::Blank, at, at + 1};
  const auto token = [&](Token::Kind kind, std::size_t end) {
    return Token{kind, at, std::min(end, text_.size()), end != kOpen};
  };
  if (const std::size_t end = comment_end(at); end != kNone)
    return token(Token::Kind::Comment, end);
  if (const std::size_t end = quoted_end(at); end != kNone) return token(Token::Kind::Quoted, end);
  if (!is_word(c)) return {Token::Kind::Symbol, at, at + 1};
  std::size_t end = at;
  while (end < text_.size() && is_word(text_[end])) ++end;
  return {Token::Kind::Word, at, end};
}

bool Lexer::is_executed(const Token& comment) const {
  return rules_.executed_comments && comment.kind == Token::Kind::Comment &&
         is_executed_at(comment.begin);
}

bool Lexer::is_executed_at(std::size_t at) const {
  const std::string_view rest = text_.substr(at);
  return rest.starts_with("/*!") || rest.starts_with("/*M!");
}

std::size_t Lexer::comment_end(std::size_t at) const {
  const std::string_view rest = text_.substr(at);
  // MySQL takes -- for a comment only before a blank: 5--3 is 8.
  const bool dashes =
      rest.starts_with("--") && (!rules_.hash_comments || rest.size() == 2 || is_blank(rest[2]));
  if (dashes || (rules_.hash_comments && rest.starts_with('#'))) {
    return std::min(text_.find_first_of("\r\n", at), text_.size());
  }
  if (!rest.starts_with("/*")) return kNone;
  return rules_.executed_comments && is_executed_at(at) ? executed_comment_end(at)
                                                        : block_comment_end(at);
}

std::size_t Lexer::block_comment_end(std::size_t at) const {
  int depth = 1;
  for (std::size_t i = at + 2; i + 1 < text_.size(); ++i) {
    if (text_[i] == '*' && text_[i + 1] == '/') {
      if (--depth == 0) return i + 2;
      ++i;
    } else if (rules_.nested_comments && text_[i] == '/' && text_[i + 1] == '*') {
      ++depth;
      ++i;
    }
  }
  return rules_.open_comments ? text_.size() : kOpen;
}

// What is inside is code, with quotes and comments of its own.
std::size_t Lexer::executed_comment_end(std::size_t at) const {
  int depth = 1;
  for (std::size_t i = at + 3; i < text_.size();) {
    if (text_.substr(i).starts_with("*/")) {
      i += 2;
      if (--depth == 0) return i;
    } else if (is_executed_at(i)) {
      ++depth;
      i += 3;
    } else if (const std::size_t comment = comment_end(i); comment != kNone) {
      i = comment;
    } else {
      const std::size_t quoted = quoted_end(i);
      i = quoted == kNone ? i + 1 : quoted;
    }
  }
  return kOpen;
}

std::size_t Lexer::quoted_end(std::size_t at) const {
  const char c = text_[at];
  if (c == '\'') return string_end(at, '\'', rules_.backslash_escapes);
  if (c == '"')
    return string_end(at, '"', rules_.double_quoted_strings && rules_.backslash_escapes);
  if (c == '`' && rules_.backtick_identifiers) return string_end(at, '`', false);
  if (c == '[' && rules_.bracket_identifiers) return after(text_.find(']', at), 1);
  const bool escape_string = rules_.escape_strings && ascii_lower(c) == 'e' &&
                             at + 1 < text_.size() && text_[at + 1] == '\'' &&
                             (at == 0 || !is_word(text_[at - 1]));
  if (escape_string) return escape_string_end(at);
  return c == '$' && rules_.dollar_quotes ? dollar_end(at) : kNone;
}

std::size_t Lexer::string_end(std::size_t at, char quote, bool backslashes) const {
  for (std::size_t i = at + 1; i < text_.size(); ++i) {
    if (backslashes && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == quote) {
      if (i + 1 >= text_.size() || text_[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return kOpen;
}

// E'...', and the strings on the lines below, which the server appends to it.
std::size_t Lexer::escape_string_end(std::size_t at) const {
  std::size_t end = string_end(at + 1, '\'', true);
  while (end < text_.size()) {
    std::size_t next = end;
    while (next < text_.size() && is_blank(text_[next])) ++next;
    const bool goes_on = next < text_.size() && text_[next] == '\'' &&
                         text_.substr(end, next - end).find_first_of("\r\n") != kNone;
    if (!goes_on) break;
    end = string_end(next, '\'', true);
  }
  return end;
}

// $$ ... $$ and $tag$ ... $tag$; $1 is a parameter.
std::size_t Lexer::dollar_end(std::size_t at) const {
  if (at > 0 && is_word(text_[at - 1])) return kNone;
  std::size_t end = at + 1;
  while (end < text_.size() && is_word(text_[end]) && text_[end] != '$') ++end;
  const bool starts_with_digit = end > at + 1 && text_[at + 1] >= '0' && text_[at + 1] <= '9';
  if (end >= text_.size() || text_[end] != '$' || starts_with_digit) return kNone;
  const std::string_view tag = text_.substr(at, end + 1 - at);
  return after(text_.find(tag, end + 1), tag.size());
}

}  // namespace strata::sql
