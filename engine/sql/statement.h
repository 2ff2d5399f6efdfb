// An SQL statement as data: what will be executed or printed, and where it comes from. Plain data.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/location.h"

namespace strata::sql {

// The text of a changelog that statements were cut out of: a `sql:` scalar or a file.
struct Source {
  Location at;
  ScalarStyle style = ScalarStyle::Plain;
  std::string text;
};

struct Statement {
  std::string text;                      // without its terminator
  Location at;                           // of the change it belongs to
  std::shared_ptr<const Source> source;  // only for SQL that users wrote
  std::size_t source_offset = 0;         // where `text` starts in the source's text
};

using Statements = std::vector<Statement>;

// A list of that one statement.
Statements one(std::string text);
void append(Statements& statements, Statements more);

// The place of byte `offset` of the statement in the changelog: exact for SQL that users wrote,
// else the change.
Location place_of(const Statement& statement, std::size_t offset);

}  // namespace strata::sql
