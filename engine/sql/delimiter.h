// What ends a statement, as `endDelimiter` or DELIMITER say it. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/value.h"

namespace strata::sql {

struct Delimiter {
  std::string text;
  bool alone = false;  // only where nothing else stands on its line
};

std::vector<Delimiter> delimiters_of(const model::Text& given);

// A delimiter that was found.
struct Ending {
  std::size_t end = 0;  // of the delimiter, with all that belongs to it
  bool is_go = false;
  std::size_t times = 1;  // that all since the last GO is meant: GO 3
};

// Whether the delimiter stands at that place of the text.
std::optional<Ending> ending_at(std::string_view text, std::size_t at, const Delimiter& delimiter);

}  // namespace strata::sql
