// Statements as the database's own client reads them (psql, mysql, sqlite3), so that a script does
// what running the statements would have done. Pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "engine/sql/lexical_rules.h"
#include "engine/sql/statement.h"

namespace strata::sql {

struct ScriptText {
  std::string text;       // ends with a line end
  std::size_t begin = 0;  // of the statement in it
};

// The statement with what ends it, and the rows behind it. Its own text stays as it is wherever the
// client takes it so.
ScriptText script_text(const Statement& statement, const LexicalRules& rules);

// Whether the statement starts with the words of one of those phrases, which are in upper case.
bool starts_with_any(std::string_view statement, std::span<const std::string_view> phrases,
                     const LexicalRules& rules);

}  // namespace strata::sql
