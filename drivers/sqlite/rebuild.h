// Changes of tables that SQLite's ALTER TABLE cannot make: a new table of the edited definition
// takes the rows and the place of the old one (sqlite.org/lang_altertable.html, section 7). One
// mechanism for all of them. Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "drivers/sqlite/table_text.h"
#include "engine/schema/schema.h"
#include "engine/sql/statement.h"

namespace strata::sqlite {

using Edit = std::function<void(TableText&)>;

// Columns of the new table that get a value in every row, both as SQL.
struct Fill {
  std::vector<std::string> columns;
  std::vector<std::string> values;
};

// The statements that give `table` the definition that `edit` makes of its present one. Rows,
// indexes, triggers and the autoincrement counter stay; indexes over columns that are gone go with
// them. Throws Error(Changelog) for virtual tables.
sql::Statements rebuild(const schema::Table& table, const Edit& edit, const Fill& fill = {});

}  // namespace strata::sqlite
