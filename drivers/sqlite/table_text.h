// A CREATE TABLE statement of SQLite taken apart, so that single columns and constraints can be
// edited and all that an edit does not touch (collations, checks, generated columns, options) stays
// as it was written. Values; pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strata::sqlite {

enum class ClauseKind : std::uint8_t {
  PrimaryKey,
  NotNull,
  Null,
  Unique,
  Check,
  Default,
  Collate,
  References,
  Generated
};

// A constraint of a column.
struct ColumnClause {
  ClauseKind kind = ClauseKind::Check;
  std::optional<std::string> name;  // of CONSTRAINT name, without quotes
  std::string text;                 // as written, CONSTRAINT name included
};

struct ColumnText {
  std::string name;    // without quotes
  std::string quoted;  // as written
  std::string type;    // as written; may be empty
  std::vector<ColumnClause> clauses;

  const ColumnClause* find(ClauseKind kind) const;
  void erase(ClauseKind kind);
};

enum class ConstraintKind : std::uint8_t { PrimaryKey, Unique, Check, ForeignKey };

// A constraint of the table.
struct ConstraintText {
  ConstraintKind kind = ConstraintKind::Check;
  std::optional<std::string> name;
  std::vector<std::string> columns;  // without quotes
  std::string text;
};

struct TableText {
  std::vector<ColumnText> columns;
  std::vector<ConstraintText> constraints;
  std::string options;  // behind the parenthesis: WITHOUT ROWID, STRICT

  ColumnText* find(std::string_view column);  // ignoring ASCII case
};

// Absent if the statement is no CREATE TABLE with columns (virtual tables).
std::optional<TableText> parse_table(std::string_view statement);

// The whole statement for a table of that (quoted) name.
std::string to_statement(const TableText& table, std::string_view quoted_name);

// What stands behind REFERENCES in a clause or constraint.
struct ReferenceText {
  std::string table;
  std::vector<std::string> columns;
  std::string on_delete = "NO ACTION";
  std::string on_update = "NO ACTION";
  bool deferrable = false;
  bool initially_deferred = false;
};
ReferenceText parse_reference(std::string_view text);

// Names and expressions in the outermost parentheses of a text: "a", "b DESC".
std::vector<std::string> list_in(std::string_view text);
// The first word of each, without quotes.
std::vector<std::string> names_in(std::string_view text);
// "name" without its quotes.
std::string unquoted(std::string_view name);

}  // namespace strata::sqlite
