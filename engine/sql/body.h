// Knows by the tokens of a statement whether a semicolon is inside the body of a trigger, routine
// or block, or between the parentheses of a rule. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sql/lexical_rules.h"

namespace strata::sql {

class Body {
 public:
  explicit Body(Bodies bodies) : bodies_(bodies) {}

  // The tokens of one statement but for blanks and comments; reset() before the next.
  void word(std::string_view text);
  void symbol(char c);
  void quoted();
  void reset() { *this = Body(bodies_); }

  bool is_open() const { return !blocks_.empty() || (is_rule_ && parentheses_ > 0); }

 private:
  enum class Block : std::uint8_t {
    Compound,  // BEGIN
    Declared,  // AS, IS or DECLARE up to BEGIN; a package up to END (MariaDB's sql_mode=ORACLE)
    Choice,    // CASE as a statement
    Value,     // CASE as an expression
    Flow,      // IF, LOOP, WHILE, FOR
    Repeat,
  };

  void find_program(const std::string& word);
  void find_block(const std::string& word);
  void begin_program(const std::string& kind);
  void in_trigger(const std::string& word);
  void in_atomic(const std::string& word);
  void in_program(const std::string& word);
  void in_header(const std::string& word);
  bool is_header_of_oracle(const std::string& word);
  void start_statement(const std::string& word);
  void go_on(const std::string& word);
  void open(Block block, bool starts_statement);
  void close();
  bool is_block_of_trigger(const std::string& word) const;
  bool is_in(Block block) const { return !blocks_.empty() && blocks_.back() == block; }

  Bodies bodies_;
  bool is_settled_ = false;  // the statement has no body, or its body is over
  bool is_rule_ = false;
  bool is_program_ = false;
  bool is_oracle_ = false;    // DECLARE opens a block
  bool is_label_ = false;     // <<name>>
  bool awaits_body_ = false;  // whose first statement may be a block
  bool at_start_ = false;     // of a statement in the body
  char symbol_ = 0;           // the last token, if it was one
  int words_ = 0;
  int parentheses_ = 0;
  std::string first_;    // word of the statement, or of the one in the body
  std::string last_;     // token, if it was a word
  std::string program_;  // TRIGGER, FUNCTION, ...; empty when its header is nearly over
  std::vector<Block> blocks_;
};

}  // namespace strata::sql
