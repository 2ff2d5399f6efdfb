// Cuts SQL text into tokens, as far as it takes to know what is quoted and what is a comment.
// Immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/sql/lexical_rules.h"

namespace strata::sql {

struct Token {
  enum class Kind : std::uint8_t { Blank, Comment, Quoted, Word, Symbol };

  Kind kind = Kind::Symbol;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_closed = true;  // false for quotes and comments that end with the text instead
};

inline bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }

// The text must outlive the lexer.
class Lexer {
 public:
  Lexer(std::string_view text, const LexicalRules& rules) : text_(text), rules_(rules) {}

  // The token that starts at `at`, which must be inside the text.
  Token next(std::size_t at) const;
  // Whether it is a comment to others only: /*! ... */
  bool is_executed(const Token& comment) const;

 private:
  // Behind the quote or comment that starts there; kNone if none does, kOpen if it is not closed.
  std::size_t comment_end(std::size_t at) const;
  std::size_t block_comment_end(std::size_t at) const;
  std::size_t executed_comment_end(std::size_t at) const;
  std::size_t quoted_end(std::size_t at) const;
  std::size_t string_end(std::size_t at, char quote, bool backslashes) const;
  std::size_t escape_string_end(std::size_t at) const;
  std::size_t dollar_end(std::size_t at) const;
  bool is_executed_at(std::size_t at) const;

  std::string_view text_;
  const LexicalRules& rules_;
};

}  // namespace strata::sql
