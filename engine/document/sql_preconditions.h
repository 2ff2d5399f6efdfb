// Preconditions of a formatted SQL changelog: `--precondition-TYPE ...`.
#pragma once

#include <optional>

#include "engine/document/node.h"
#include "engine/document/sql_line.h"
#include "engine/document/sql_lines.h"

namespace strata::document {

// Of the current line, whose `rest` stands behind `--precondition-`; nothing where it is none,
// which is reported.
std::optional<Node> read_sql_precondition(SqlLines& lines, const Part& rest);

}  // namespace strata::document
