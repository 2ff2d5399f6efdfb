#include "engine/sql/body.h"

#include "engine/base/text.h"

namespace strata::sql {
namespace {

bool is_flow(std::string_view word) {
  return is_one_of(word, {"IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"});
}

// Words that start a statement which is no block: an IF behind them is the function.
bool is_verb(std::string_view word) {
  return is_one_of(
      word, {"SELECT", "SET",   "INSERT", "UPDATE",   "DELETE",  "REPLACE",  "CALL",     "RETURN",
             "WITH",   "DO",    "SIGNAL", "RESIGNAL", "VALUES",  "EXECUTE",  "PREPARE",  "CREATE",
             "DROP",   "ALTER", "GRANT",  "REVOKE",   "ANALYZE", "TRUNCATE", "OPTIMIZE", "RENAME"});
}

}  // namespace

void Body::word(std::string_view text) {
  if (bodies_ == Bodies::None || is_settled_) return;
  const std::string word = to_upper(text);
  ++words_;
  // person.begin, DEFINER = event@localhost
  const bool is_name = symbol_ == '.' || symbol_ == '@';
  if (words_ == 1) first_ = word;
  if (is_name) {
    at_start_ = false;
  } else if (is_program_) {
    if (bodies_ == Bodies::Programs) {
      in_program(word);
    } else if (bodies_ == Bodies::Triggers || program_ == "TRIGGER") {
      in_trigger(word);
    } else {
      in_atomic(word);
    }
  } else if (!is_rule_) {
    find_program(word);
  }
  last_ = word;
  symbol_ = 0;
}

void Body::symbol(char c) {
  if (c == '(') ++parentheses_;
  if (c == ')') --parentheses_;
  const bool is_behind_label = is_label_ && c == '>' && symbol_ == '>';
  is_label_ = !blocks_.empty() && !is_behind_label &&
              (c == '<' ? at_start_ || is_label_ : is_label_ && c == '>');
  // Behind a label; := follows a name.
  at_start_ = !blocks_.empty() && (c == ';' || c == ':' || is_behind_label);
  if (c == ';') awaits_body_ = false;
  last_.clear();
  symbol_ = c;
}

void Body::quoted() {
  at_start_ = false;
  last_.clear();
  symbol_ = 0;
}

void Body::find_program(const std::string& word) {
  if (words_ == 1) {
    // MariaDB runs these outside of routines, too.
    if (bodies_ == Bodies::Programs && is_flow(word)) {
      is_program_ = true;
      start_statement(word);
      return;
    }
    if (bodies_ == Bodies::Programs && word == "DECLARE") {
      is_program_ = is_oracle_ = true;
      return open(Block::Declared, true);
    }
    is_settled_ = !is_one_of(word, {"CREATE", "ALTER", "BEGIN"});
    return;
  }
  if (first_ == "BEGIN") return find_block(word);
  if (symbol_ == '=') return;
  // CREATE TABLE event (...) is no program.
  if (is_one_of(word, {"TABLE", "VIEW", "INDEX", "TYPE", "SEQUENCE", "SCHEMA", "DATABASE", "USER",
                       "ROLE"})) {
    is_settled_ = true;
    return;
  }
  const bool is_kind = first_ == "ALTER" ? bodies_ == Bodies::Programs && word == "EVENT"
                                         : is_one_of(word, {"TRIGGER", "PROCEDURE", "FUNCTION"}) ||
                                               (bodies_ == Bodies::Programs &&
                                                is_one_of(word, {"EVENT", "PACKAGE"})) ||
                                               (bodies_ == Bodies::Atomic && word == "RULE");
  if (is_kind) begin_program(word);
}

// BEGIN; and BEGIN WORK open a transaction.
void Body::find_block(const std::string& word) {
  const bool is_block =
      words_ == 2 && bodies_ == Bodies::Programs && last_ == "BEGIN" && word != "WORK";
  if (!is_block) {
    is_settled_ = true;
    return;
  }
  is_program_ = true;
  is_oracle_ = word != "NOT";  // NOT ATOMIC
  open(Block::Compound, is_oracle_);
  if (is_oracle_) start_statement(word);
}

void Body::begin_program(const std::string& kind) {
  is_rule_ = kind == "RULE";
  is_program_ = !is_rule_;
  program_ = kind;
  awaits_body_ = is_one_of(kind, {"PROCEDURE", "FUNCTION", "PACKAGE"});
  first_.clear();
}

// No name: UPDATE OF begin, ... ON ...
bool Body::is_block_of_trigger(const std::string& word) const {
  return word == "BEGIN" && symbol_ != ',' && parentheses_ == 0 &&
         !is_one_of(last_, {"OF", "ON", "TRIGGER", "EXISTS", "FUNCTION", "PROCEDURE"});
}

void Body::in_trigger(const std::string& word) {
  if (word == "CASE") return open(Block::Value, false);
  if (word == "BEGIN") {
    if (blocks_.empty() && is_block_of_trigger(word)) open(Block::Compound, true);
    return;
  }
  if (word == "END" && (is_in(Block::Value) || at_start_)) return close();
  at_start_ = false;
}

void Body::in_atomic(const std::string& word) {
  if (blocks_.empty()) {
    if (word == "ATOMIC" && last_ == "BEGIN") open(Block::Compound, true);
    return;
  }
  if (word == "CASE") return open(Block::Value, false);
  if (word == "END" && (is_in(Block::Value) || at_start_)) return close();
  at_start_ = false;
}

void Body::in_program(const std::string& word) {
  if (last_ == "END" && is_flow(word)) {  // END IF
    at_start_ = false;
  } else if (at_start_) {
    start_statement(word);
  } else if (blocks_.empty() || awaits_body_) {
    in_header(word);
  } else {
    go_on(word);
  }
}

// Up to the first statement of a program or of a handler, which need not be a block.
void Body::in_header(const std::string& word) {
  if (parentheses_ > 0) return;
  if (blocks_.empty() && !awaits_body_) {
    const bool is_reached = (program_ == "TRIGGER" && word == "ROW" && last_ == "EACH") ||
                            (program_ == "EVENT" && word == "DO");
    if (is_reached) {
      awaits_body_ = true;
      program_.clear();
    } else if (program_ == "TRIGGER" && is_block_of_trigger(word)) {
      start_statement(word);
    }
    return;
  }
  if (blocks_.empty() && is_header_of_oracle(word)) return;
  // CREATE PROCEDURE IF NOT EXISTS ..., DECLARE ... HANDLER FOR ..., CHARACTER SET
  const bool is_other = (word == "IF" && is_one_of(last_, {"PROCEDURE", "FUNCTION"})) ||
                        (word == "FOR" && last_ == "HANDLER") ||
                        (word == "SET" && is_one_of(last_, {"CHARACTER", "CHAR"}));
  if (is_other) return;
  if (word == "BEGIN" || is_flow(word)) {
    awaits_body_ = false;
    start_statement(word);
  } else if (is_verb(word)) {
    awaits_body_ = false;
  }
}

// ... AS x INT; BEGIN, ... RETURN INT IS BEGIN, FOR EACH ROW DECLARE x INT; BEGIN
bool Body::is_header_of_oracle(const std::string& word) {
  if (word == "RETURNS") program_.clear();
  if (word == "RETURN" && program_ == "FUNCTION") return true;
  if (!is_one_of(word, {"AS", "IS", "DECLARE"})) return false;
  is_oracle_ = true;
  awaits_body_ = false;
  open(Block::Declared, true);
  return true;
}

void Body::start_statement(const std::string& word) {
  first_ = word;
  if (word == "BEGIN" && is_in(Block::Declared)) blocks_.pop_back();
  if (word == "BEGIN") return open(Block::Compound, true);
  if (word == "DECLARE" && is_oracle_) return open(Block::Declared, true);
  if (word == "CASE") return open(Block::Choice, false);
  if (word == "REPEAT") return open(Block::Repeat, true);
  if (word == "LOOP") return open(Block::Flow, true);
  if (is_flow(word)) return open(Block::Flow, false);
  if (word == "END") return close();
  at_start_ = word == "ELSE";
}

void Body::go_on(const std::string& word) {
  if (word == "CASE") return open(Block::Value, false);
  if (word == "END") {
    // UNTIL ... END REPEAT
    if (is_in(Block::Value) || is_in(Block::Repeat)) close();
    return;
  }
  if (is_in(Block::Value)) return;
  // A routine of a package or of another routine.
  if (is_in(Block::Declared) && is_one_of(first_, {"PROCEDURE", "FUNCTION"}) &&
      is_one_of(word, {"AS", "IS"}))
    return open(Block::Declared, true);
  if (word == "HANDLER" && first_ == "DECLARE") awaits_body_ = true;
  // Nor is DO a statement here: DO IF(a, b, c)
  at_start_ = word == "THEN" || word == "ELSE" || word == "ATOMIC" ||
              ((word == "DO" || word == "LOOP") && (first_ == "WHILE" || first_ == "FOR"));
}

void Body::open(Block block, bool starts_statement) {
  blocks_.push_back(block);
  at_start_ = starts_statement;
}

void Body::close() {
  const bool was_value = is_in(Block::Value);  // maybe of a trigger's WHEN
  blocks_.pop_back();
  at_start_ = false;
  is_settled_ = blocks_.empty() && !was_value;
}

}  // namespace strata::sql
