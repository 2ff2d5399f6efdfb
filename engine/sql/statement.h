// An SQL statement as data: what will be executed or printed, and where it comes from. Plain data.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/location.h"
#include "engine/base/written.h"

namespace strata::sql {

// The text of a changelog that statements were cut out of: a `sql:` scalar or a file.
struct Source {
  Location at;
  ScalarStyle style = ScalarStyle::Plain;
  LineStarts lines = nullptr;
  std::string text;
  WrittenText written = nullptr;  // what `text` was before ${...}
};

// From byte `from` of a statement on, its text stands that many bytes further on in the source.
struct Shift {
  std::size_t from = 0;
  std::size_t by = 0;

  bool operator==(const Shift&) const = default;
};

// The lines behind a COPY ... FROM stdin, without the line \. that ends them.
struct CopyRows {
  std::string text;
  std::size_t offset = 0;  // in the source's text

  bool operator==(const CopyRows&) const = default;
};

struct Statement {
  std::string text;                      // without its terminator
  Location at;                           // of the change it belongs to
  std::shared_ptr<const Source> source;  // only for SQL that users wrote
  std::size_t source_offset = 0;         // where `text` starts in the source's text
  std::size_t code_offset = 0;           // in `text`, behind comments
  std::vector<Shift> shifts;             // in order; where comments were left out
  std::optional<CopyRows> rows;          // which it reads
  bool is_of_client = false;             // text for the database's client, which cuts it by itself
};

using Statements = std::vector<Statement>;

// A list of that one statement.
Statements one(std::string text);
void append(Statements& statements, Statements more);

// The place of byte `offset` of the source's text.
Location place_in(const Source& source, std::size_t offset);
// The place of byte `offset` of the statement in the changelog: exact for SQL that users wrote,
// else the change.
Location place_of(const Statement& statement, std::size_t offset);
// The place of a line of its rows, from 0.
Location place_of_row(const Statement& statement, std::size_t line);

}  // namespace strata::sql
