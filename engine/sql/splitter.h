// Cuts SQL text into statements. Pure function; linear in the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/value.h"
#include "engine/sql/lexical_rules.h"

namespace strata::sql {

struct SplitOptions {
  bool split = true;
  bool strip_comments = false;
  model::Text end_delimiter;  // absent: `;`, and lines with only GO or /
};

struct Piece {
  std::string text;        // trimmed, without the delimiter
  std::size_t offset = 0;  // of its first byte in the whole text
};

// Statements of blanks and comments alone are left out. With comments stripped, only the offset of
// a statement's first byte is exact.
//
// Delimiters count outside of quotes and comments only. Without endDelimiter, or with `;`, those
// inside BEGIN ... END do not count. `/` must stand alone on its line. `\n`, `\r` and `\t` written
// as two characters mean the line end and the tab.
std::vector<Piece> split(std::string_view text, const SplitOptions& options,
                         const LexicalRules& rules);

}  // namespace strata::sql
