// Cuts SQL text into statements. Pure functions; linear in the text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/value.h"
#include "engine/sql/lexical_rules.h"
#include "engine/sql/statement.h"

namespace strata::sql {

struct SplitOptions {
  bool split = true;
  bool strip_comments = false;
  model::Text end_delimiter;  // absent: `;`, and lines with only GO or /
};

struct Piece {
  std::string text;             // trimmed, without the delimiter
  std::size_t offset = 0;       // of its first byte in the whole text
  std::size_t code_offset = 0;  // in `text`, behind comments
  std::vector<Shift> shifts;    // where comments were cut out
  std::optional<CopyRows> rows;
};

// What no server could make sense of.
struct Mistake {
  std::size_t offset = 0;
  std::string message;
  std::string hint;
};

// Statements of blanks and comments alone are left out.
//
// Delimiters count outside of quotes and comments only. Without endDelimiter, or with `;`, those
// inside the bodies of programs do not count. `/` must stand alone on its line, and GO may be
// followed by the number of times that the statements since the last one are meant. `\n`, `\r` and
// `\t` written as two characters mean the line end and the tab.
std::vector<Piece> split(std::string_view text, const SplitOptions& options,
                         const LexicalRules& rules, std::vector<Mistake>* mistakes = nullptr);

}  // namespace strata::sql
