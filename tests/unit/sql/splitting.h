// How the databases cut SQL into tokens, and the texts that a script is cut into.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/sql/splitter.h"

namespace strata::sql {

inline LexicalRules postgresql() {
  LexicalRules rules;
  rules.dollar_quotes = true;
  rules.escape_strings = true;
  rules.nested_comments = true;
  rules.copy_blocks = true;
  rules.bodies = Bodies::Atomic;
  return rules;
}

inline LexicalRules mysql() {
  LexicalRules rules;
  rules.identifier_quote = '`';
  rules.backslash_escapes = true;
  rules.double_quoted_strings = true;
  rules.backtick_identifiers = true;
  rules.hash_comments = true;
  rules.executed_comments = true;
  rules.delimiter_commands = true;
  rules.bodies = Bodies::Programs;
  return rules;
}

inline LexicalRules sqlite() {
  LexicalRules rules;
  rules.backtick_identifiers = true;
  rules.bracket_identifiers = true;
  rules.open_comments = true;
  rules.bodies = Bodies::Triggers;
  return rules;
}

inline std::vector<std::string> texts(std::string_view sql, const LexicalRules& rules,
                                      const SplitOptions& options = {}) {
  std::vector<std::string> out;
  for (const Piece& piece : split(sql, options, rules)) out.push_back(piece.text);
  return out;
}

}  // namespace strata::sql
