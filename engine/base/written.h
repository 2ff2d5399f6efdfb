// What a text was in its file before parts of it were replaced (${...}), so that a place in what
// came of it leads back. Not the replacing itself. Immutable once shared.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace strata {

// Bytes `begin` to `end` of the new text stand for bytes `from` to `to` of the one before.
struct Replacement {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t from = 0;
  std::size_t to = 0;

  bool operator==(const Replacement&) const = default;
};

using Replacements = std::vector<Replacement>;  // in order

struct Written {
  std::string text;                 // as it stands in the file
  std::vector<Replacements> steps;  // one after the other
};

// nullptr where nothing was replaced.
using WrittenText = std::shared_ptr<const Written>;

// For a text made of `before` by those replacements; `written` is what `before` was made of.
WrittenText replaced(const WrittenText& written, const std::string& before,
                     Replacements replacements);

// The byte of the written text that byte `offset` of the present one came from: within a
// replacement its start, and its end behind it.
std::size_t written_offset(const Written& written, std::size_t offset);

}  // namespace strata
