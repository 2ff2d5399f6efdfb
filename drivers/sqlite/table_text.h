// A CREATE TABLE statement of SQLite taken apart, so that single columns and constraints can be
// edited and all that an edit does not touch (collations, checks, generated columns, options,
// comments, line breaks) stays as it was written. Values; pure functions.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/sqlite/tokens.h"

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

// The blanks and comments around a column or constraint of the table.
struct Layout {
  std::optional<std::string> before = std::nullopt;  // absent: like its neighbours
  std::string behind = {};                           // up to the comma
  std::string line_end = {};  // behind the comma, if a comment closes the line
  bool comma = true;          // before it; not all constraints need one
};

// A constraint of a column.
struct ColumnClause {
  ClauseKind kind = ClauseKind::Check;
  std::optional<std::string> name;  // of CONSTRAINT name, without quotes
  std::string text;                 // as written, CONSTRAINT name included
  std::string before = " ";
};

struct ColumnText {
  std::string name;    // without quotes
  std::string quoted;  // as written
  std::string type;    // as written; may be empty
  std::vector<ColumnClause> clauses;
  std::string before_type = " ";
  Layout layout = {};

  const ColumnClause* find(ClauseKind kind) const;
  // How many there were. Comments in front of them stay.
  std::size_t erase_if(const std::function<bool(const ColumnClause&)>& is_unwanted);
  void erase(ClauseKind kind);
};

enum class ConstraintKind : std::uint8_t { PrimaryKey, Unique, Check, ForeignKey };

// A constraint of the table.
struct ConstraintText {
  ConstraintKind kind = ConstraintKind::Check;
  std::optional<std::string> name;
  std::vector<std::string> columns;  // without quotes
  std::string text;
  Layout layout = {};
};

struct TableText {
  std::vector<ColumnText> columns;
  std::vector<ConstraintText> constraints;
  std::string options;               // behind the parenthesis: WITHOUT ROWID, STRICT
  std::string head;                  // before the parenthesis: CREATE TABLE name
  std::string opening_comment = {};  // on the line of the parenthesis
  std::string opening = {};          // blanks before the first part
  std::string closing = {};          // what stands before the closing one
  std::string before_options = " ";

  ColumnText* find(std::string_view column);  // ignoring ASCII case
  bool has_rowid() const;
  void give_rowid();  // drops WITHOUT ROWID
};

// Absent if the statement is no CREATE TABLE with columns (virtual tables).
std::optional<TableText> parse_table(std::string_view statement);

// A single column as it stands in CREATE TABLE or ALTER TABLE ADD.
ColumnText parse_column(std::string_view text);

std::string to_statement(const TableText& table);

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

// "schema.table(column)" without the schema: it would be an attached file, which keys cannot refer
// to.
std::string without_schema(std::string_view reference);

// What stands behind a keyword in a clause: its value. The whole text if it is not in it.
std::string behind_keyword(std::string_view text, std::string_view keyword);
// Whether the keyword stands in the text, outside of quotes and parentheses.
bool has_keyword(std::string_view text, std::string_view keyword);
// Whether an expression or the like uses a column. May say so of one that it does not.
bool mentions(std::string_view text, std::string_view column);

struct IndexText {
  bool unique = false;
  std::vector<std::string> columns;  // as written: "a", "b DESC", "(a + b)"
  std::string condition;             // behind WHERE
};
IndexText parse_index(std::string_view statement);

// The columns of UPDATE OF in CREATE TRIGGER, without quotes.
std::vector<std::string> columns_that_fire(std::string_view statement);

}  // namespace strata::sqlite
