// SQL of SQLite as a row of words, for taking definitions apart: blanks and comments are skipped, a
// parenthesised group is one token. Not a parser: what the words mean is the caller's affair. The
// text must outlive the tokens.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/sql/lexer.h"

namespace strata::sqlite {

class Tokens {
 public:
  explicit Tokens(std::string_view text);

  bool done() const { return next_ >= tokens_.size(); }
  std::size_t position() const { return next_; }
  // The token to come, or one behind it; empty behind the end.
  std::string_view peek(std::size_t ahead = 0) const;
  bool at(std::string_view word, std::size_t ahead = 0) const;  // ignoring ASCII case
  bool at_group() const { return peek().starts_with('('); }
  std::string_view take();
  bool take_if(std::string_view word);
  // The text from a token to the one before the present, as written.
  std::string_view since(std::size_t first) const;
  // Blanks and comments in front of the token to come; at the end, those behind the last one.
  std::string_view gap() const;
  // What is left of the text, from the token to come.
  std::string_view rest() const;

 private:
  std::string_view text_;
  std::vector<sql::Token> tokens_;
  std::size_t next_ = 0;
};

// A group without its parentheses.
std::string_view inside(std::string_view group);
// The parts between commas that are in no parentheses and no quotes, as written.
std::vector<std::string_view> split_list(std::string_view text);
// The first word of each part of a group, without quotes.
std::vector<std::string> names_in(std::string_view group);
// "name" without its quotes.
std::string unquoted(std::string_view name);

// Whether the word stands in the text, parentheses included, outside of quotes.
bool has_word(std::string_view text, std::string_view word);
// Whether the text names the column, with quotes or without.
bool mentions(std::string_view text, std::string_view column);

}  // namespace strata::sqlite
