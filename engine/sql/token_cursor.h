// Walks over the tokens of a statement without its blanks and comments, for readers that look for
// known words and names. Not a parser of any grammar. Not thread-safe.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sql/lexer.h"

namespace strata::sql {

// A name with the schema (or database) in front of it.
struct QualifiedName {
  std::string schema;  // empty where none is written
  std::string name;
};

class TokenCursor {
 public:
  // The text and the rules must outlive it.
  TokenCursor(std::string_view text, const LexicalRules& rules);

  bool at_end() const { return next_ >= tokens_.size(); }
  std::size_t position() const { return next_; }
  void go_to(std::size_t position) { next_ = position; }
  // The token `ahead` of the next one; empty behind the last.
  std::string_view peek(std::size_t ahead = 0) const;
  bool sees(std::initializer_list<std::string_view> words) const;  // ignoring case

  // All of the words, or nothing.
  bool take(std::initializer_list<std::string_view> words);
  void skip() { ++next_; }
  // One name without its quotes; empty if there is none.
  std::string name();
  QualifiedName qualified_name();
  // (a, b DESC, c(10)): the names; an expression as it is written.
  std::vector<std::string> names_in_parentheses();
  // Behind the group in parentheses, if one opens here.
  void skip_group();
  // Of the group we are in: its closing parenthesis.
  std::size_t group_end() const;

  // Where the present item of a list ends: at the next comma or closing parenthesis of this level.
  std::size_t item_end() const;
  // The text from one token up to (not with) another.
  std::string text(std::size_t from, std::size_t to) const;

 private:
  template <typename Ends>
  std::size_t level_end(const Ends& ends) const;

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
};

}  // namespace strata::sql
