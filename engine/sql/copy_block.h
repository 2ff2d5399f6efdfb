// COPY ... FROM stdin with its rows behind it, as pg_dump writes them and psql reads them. Pure
// functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/sql/lexical_rules.h"

namespace strata::sql {

// Whether a statement that starts with COPY is one that takes rows from the client.
bool copies_from_client(std::string_view statement, const LexicalRules& rules);

// The lines between two places of a text, and where the line \. ends.
struct RowLines {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t behind = 0;
};

// Those from the line behind `at`; absent if there is no line \. any more.
std::optional<RowLines> rows_behind(std::string_view text, std::size_t at);

}  // namespace strata::sql
