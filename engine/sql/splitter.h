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

// Statements without text (only blanks, or only comments while stripping) are left out. With
// comments stripped, offsets after a comment inside a statement are those of the text before.
std::vector<Piece> split(std::string_view text, const SplitOptions& options,
                         const LexicalRules& rules);

}  // namespace strata::sql
