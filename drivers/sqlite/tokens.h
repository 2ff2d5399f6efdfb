// The text of a statement as SQLite keeps it, cut into words and parenthesised groups. Values; pure
// functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::sqlite {

// The token at that place: what the lexer cuts, and numbers and x'blobs' in one piece.
sql::Token next_token(const sql::Lexer& lexer, std::string_view text, std::size_t at);
bool is_silent(const sql::Token& token);  // blanks and comments

// The tokens of a text without blanks and comments; a parenthesised group is one token.
class Tokens {
 public:
  explicit Tokens(std::string_view text);

  bool done() const { return next_ >= tokens_.size(); }
  std::size_t position() const { return next_; }
  void rewind(std::size_t position) { next_ = position; }
  std::string_view peek(std::size_t ahead = 0) const {
    if (next_ + ahead >= tokens_.size()) return {};
    const sql::Token& token = tokens_[next_ + ahead];
    return text_.substr(token.begin, token.end - token.begin);
  }
  bool at(std::string_view word, std::size_t ahead = 0) const {
    return equals_ignore_case(peek(ahead), word);
  }
  bool at_group() const { return peek().starts_with('('); }
  std::string_view take() {
    const std::string_view word = peek();
    if (!done()) ++next_;
    return word;
  }
  bool take_if(std::string_view word) {
    if (!at(word)) return false;
    ++next_;
    return true;
  }
  // The text from a token to the one before the present, as written.
  std::string_view since(std::size_t first) const {
    if (first >= next_) return {};
    return text_.substr(tokens_[first].begin, tokens_[next_ - 1].end - tokens_[first].begin);
  }
  // The blanks and comments before a token, or behind the last one.
  std::string_view silence_before(std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : tokens_[index - 1].end;
    const std::size_t end = index < tokens_.size() ? tokens_[index].begin : text_.size();
    return text_.substr(begin, end - begin);
  }
  std::size_t size() const { return tokens_.size(); }
  // What is left of the text.
  std::string_view rest() const {
    return done() ? std::string_view() : text_.substr(tokens_[next_].begin);
  }

 private:
  std::string_view text_;
  std::vector<sql::Token> tokens_;
  std::size_t next_ = 0;
};

// Whether a text of blanks and comments holds a comment.
bool has_comment(std::string_view silent);
// Where the first line ends in a text of blanks and comments.
std::size_t line_end_in(std::string_view silent);
// Whether what follows would be part of the comment.
bool ends_in_line_comment(std::string_view silent);

// Without its parentheses.
std::string_view inside(std::string_view group);
// The parts between commas that are in no parentheses and no quotes, with the blanks around them.
std::vector<std::string_view> split_list(std::string_view text);
// The first words in a parenthesised list, without quotes.
std::vector<std::string> names_in(std::string_view group);

// "name" without its quotes.
std::string unquoted(std::string_view name);

}  // namespace strata::sqlite
