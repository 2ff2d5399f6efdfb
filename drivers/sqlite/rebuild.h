// Changes of tables that SQLite's ALTER TABLE cannot make: a new table of the edited definition
// takes the rows and the place of the old one (sqlite.org/lang_altertable.html, section 7). One
// mechanism for all of them. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/sqlite/table_text.h"
#include "engine/schema/schema_view.h"
#include "engine/sql/statement.h"

namespace strata::sqlite {

using Edit = std::function<void(TableText&)>;

// Columns of the new table that get a value in every row, both as SQL.
struct Fill {
  std::vector<std::string> columns;
  std::vector<std::string> values;
};

// Statements of a rebuild by which a connection knows what goes on. Enforced, keys would delete
// along when the old table is dropped.
inline constexpr std::string_view kForeignKeysOff =
    "PRAGMA foreign_keys = OFF /* while a table is rebuilt */";
inline constexpr std::string_view kRebuildBegins = "SAVEPOINT strata_rebuild";
inline constexpr std::string_view kRebuildEnds = "RELEASE strata_rebuild";
inline constexpr std::string_view kForeignKeyCheck = "PRAGMA foreign_key_check(";

// The statements that give `table` the definition that `edit` makes of its present one, all or
// none. Rows with their numbers, indexes, triggers and the autoincrement counter stay; indexes over
// columns that are gone go with them. Foreign keys of the table and towards it are checked before
// and after. Throws Error(Changelog) for virtual tables, and where something the
// database would not work any more: a view that uses a column that is gone.
sql::Statements rebuild(const schema::Table& table, schema::SchemaView& database, const Edit& edit,
                        const Fill& fill = {});

}  // namespace strata::sqlite
