// A column's definition as MySQL and MariaDB write it, cut into clauses, so that MODIFY and CHANGE,
// which replace the whole definition, can restate what a change does not mean to touch. Not a
// parser of their grammar: what it does not know it keeps as it is. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/schema.h"

namespace strata::mysql {

// In the order in which both servers take them.
enum class ClauseKind : std::uint8_t {
  Type,
  Charset,
  Generated,
  Nullability,
  Default,
  OnUpdate,
  AutoIncrement,
  Comment,
  Other,
  Check,
};

struct Clause {
  ClauseKind kind = ClauseKind::Type;
  std::string text;

  bool operator==(const Clause&) const = default;
};

using ColumnDefinition = std::vector<Clause>;

// "varchar(5) NOT NULL DEFAULT 'a'" in its clauses.
ColumnDefinition parse_definition(std::string_view text);
std::string to_text(const ColumnDefinition& definition);

const Clause* find_clause(const ColumnDefinition& definition, ClauseKind kind);
// Puts `text` in place of the clause of that kind; an empty text takes it away.
void set_clause(ColumnDefinition& definition, ClauseKind kind, std::string text);

// What the table holds of a column: out of its CREATE TABLE statement where it has one (with
// character set, ON UPDATE and the like), else out of the column's fields.
std::optional<ColumnDefinition> existing_definition(const schema::Table& table,
                                                    std::string_view column);

// `wanted` (a type, perhaps with clauses that the user wrote behind it) with the clauses of
// `existing` that it does not give and that fit its type.
ColumnDefinition restated(const ColumnDefinition& existing, std::string_view wanted);

}  // namespace strata::mysql
