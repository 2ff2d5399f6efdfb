// How SQLite cuts SQL into tokens. Immutable data.
#pragma once

#include "engine/sql/lexical_rules.h"

namespace strata::sqlite {

inline const sql::LexicalRules& lexical_rules() {
  static const sql::LexicalRules kRules = [] {
    sql::LexicalRules rules;
    rules.backtick_identifiers = true;
    rules.bracket_identifiers = true;
    rules.open_comments = true;
    rules.bodies = sql::Bodies::Triggers;
    return rules;
  }();
  return kRules;
}

}  // namespace strata::sqlite
