#include "drivers/sqlite/rebuild.h"

#include <algorithm>

#include <fmt/format.h>

#include "drivers/sqlite/rehearsal.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

using Names = std::vector<std::string>;

std::string quoted(std::string_view name) {
  return "\"" + replace_all(std::string(name), "\"", "\"\"") + "\"";
}

std::string literal(std::string_view text) {
  return "'" + replace_all(std::string(text), "'", "''") + "'";
}

bool is_autoincrement(const TableText& table) {
  const bool in_column =
      std::any_of(table.columns.begin(), table.columns.end(), [](const ColumnText& column) {
        const ColumnClause* key = column.find(ClauseKind::PrimaryKey);
        return key != nullptr && has_keyword(key->text, "AUTOINCREMENT");
      });
  return in_column || std::any_of(table.constraints.begin(), table.constraints.end(),
                                  [](const ConstraintText& constraint) {
                                    return constraint.kind == ConstraintKind::PrimaryKey &&
                                           mentions(constraint.text, "AUTOINCREMENT");
                                  });
}

// Whether a column is the row's number (sqlite.org/lang_createtable.html#rowid).
bool has_numbering_column(const TableText& table) {
  const auto is_integer = [](const ColumnText& column) {
    return equals_ignore_case(unquoted(column.type), "INTEGER");
  };
  for (const ColumnText& column : table.columns) {
    const ColumnClause* key = column.find(ClauseKind::PrimaryKey);
    if (key != nullptr && is_integer(column) && !has_keyword(key->text, "DESC")) return true;
    for (const ConstraintText& constraint : table.constraints) {
      if (constraint.kind == ConstraintKind::PrimaryKey && constraint.columns.size() == 1 &&
          equals_ignore_case(constraint.columns.front(), column.name) && is_integer(column)) {
        return true;
      }
    }
  }
  return false;
}

// What the number of a row is called in both tables, where no column has it.
Names row_number(TableText& before, TableText& after) {
  for (const std::string_view name : {"rowid", "_rowid_", "oid"}) {
    if (before.find(name) == nullptr && after.find(name) == nullptr) return {std::string(name)};
  }
  return {};
}

// The columns that both tables have and that are stored.
Names common_columns(TableText& before, const TableText& after) {
  Names names;
  for (const ColumnText& column : after.columns) {
    ColumnText* old = before.find(column.name);
    const bool computed = column.find(ClauseKind::Generated) != nullptr;
    if (old != nullptr && !computed) names.push_back(quoted(column.name));
  }
  return names;
}

Names gone_columns(const TableText& before, TableText& after) {
  Names names;
  for (const ColumnText& column : before.columns) {
    if (after.find(column.name) == nullptr) names.push_back(column.name);
  }
  return names;
}

bool is_over(const schema::Index& index, const Names& gone) {
  const IndexText text = parse_index(index.definition);
  return std::any_of(gone.begin(), gone.end(), [&](const std::string& name) {
    return mentions(text.condition, name) ||
           std::any_of(text.columns.begin(), text.columns.end(),
                       [&](const std::string& column) { return mentions(column, name); });
  });
}

// SQLite would keep a trigger that fires on a column that is gone: it never fires.
void check_trigger(const schema::Trigger& trigger, const schema::Table& table, const Names& gone) {
  for (const std::string& name : columns_that_fire(trigger.definition)) {
    const bool is_gone = std::any_of(gone.begin(), gone.end(), [&](const std::string& column) {
      return equals_ignore_case(column, name);
    });
    if (!is_gone) continue;
    throw Error(ErrorKind::Changelog,
                fmt::format("trigger {} fires on column {} of {}", trigger.name, name, table.name))
        .with_hint("drop or change the trigger first");
  }
}

// The table and those that refer to it, where there are keys to check.
Names tables_of_keys(const schema::Table& table, const TableText& after,
                     const schema::Schema& schema) {
  Names names;
  const bool has_keys = std::any_of(after.columns.begin(), after.columns.end(),
                                    [](const ColumnText& column) {
                                      return column.find(ClauseKind::References) != nullptr;
                                    }) ||
                        std::any_of(after.constraints.begin(), after.constraints.end(),
                                    [](const ConstraintText& constraint) {
                                      return constraint.kind == ConstraintKind::ForeignKey;
                                    });
  if (has_keys) names.push_back(table.name);
  for (const schema::Table& other : schema.tables) {
    const bool refers = std::any_of(other.foreign_keys.begin(), other.foreign_keys.end(),
                                    [&](const schema::ForeignKey& key) {
                                      return equals_ignore_case(key.referenced_table, table.name);
                                    });
    if (refers && !equals_ignore_case(other.name, table.name)) names.push_back(other.name);
  }
  return names;
}

class Script {
 public:
  void add(std::string text) { statements_.emplace_back().text = std::move(text); }
  void add(std::string_view text) { add(std::string(text)); }
  sql::Statements take() { return std::move(statements_); }

 private:
  sql::Statements statements_;
};

// OR ROLLBACK: in a script, what follows a failure must not find a table half made; nor may an ON
// CONFLICT of the table drop rows.
std::string copy_rows(const std::string& name, const std::string& old, TableText& before,
                      TableText& after, const Fill& fill) {
  Names columns;
  if (before.has_rowid() && after.has_rowid() && !has_numbering_column(after))
    columns = row_number(before, after);
  const Names common = common_columns(before, after);
  columns.insert(columns.end(), common.begin(), common.end());
  Names values = columns;
  columns.insert(columns.end(), fill.columns.begin(), fill.columns.end());
  values.insert(values.end(), fill.values.begin(), fill.values.end());
  if (columns.empty()) return "";
  return fmt::format("INSERT OR ROLLBACK INTO {} ({}) SELECT {} FROM {}", name,
                     fmt::join(columns, ", "), fmt::join(values, ", "), old);
}

// What tells the rows of a table apart.
Names row_key(const schema::Table& table, TableText& text) {
  if (text.has_rowid()) return row_number(text, text);
  Names names;
  if (table.primary_key) {
    for (const std::string& column : table.primary_key->columns) names.push_back(quoted(column));
  }
  return names;
}

// Not every failure of the copy makes a script roll back; a row that is there already does. Without
// it, a script that goes on after errors would drop the only copy of the rows.
std::string stop_if_rows_are_missing(const std::string& name, const std::string& old,
                                     const Names& key) {
  const std::string columns = fmt::format("{}", fmt::join(key, ", "));
  return fmt::format(
      "INSERT OR ROLLBACK INTO {0} ({1}) SELECT {1} FROM {0} WHERE (SELECT count(*) FROM {0}) <> "
      "(SELECT count(*) FROM {2}) LIMIT 1",
      old, columns, name);
}

}  // namespace

sql::Statements rebuild(const schema::Table& table, schema::SchemaView& database, const Edit& edit,
                        const Fill& fill) {
  std::optional<TableText> before = parse_table(table.definition);
  if (!before) {
    throw Error(ErrorKind::Changelog,
                fmt::format("{} is a virtual table, which SQLite cannot change", table.name));
  }
  TableText after = *before;
  edit(after);
  const schema::Schema schema = database.read();
  const Names gone = gone_columns(*before, after);
  const std::string name = quoted(table.name);
  const std::string old_name = "strata_old_" + table.name;
  const std::string old = quoted(old_name);
  const Names checked = tables_of_keys(table, after, schema);

  Script script;
  const auto check_keys = [&] {
    for (const std::string& one : checked)
      script.add(fmt::format("{}{})", kForeignKeyCheck, quoted(one)));
  };
  if (!checked.empty()) script.add(kForeignKeysOff);
  script.add(kRebuildBegins);
  check_keys();
  // Else renaming rewrites the references in views, triggers and other tables. It is the old table
  // that is renamed, so that the new one's name stands as it was written.
  script.add(std::string("PRAGMA legacy_alter_table = ON"));
  script.add(fmt::format("ALTER TABLE {} RENAME TO {}", name, old));
  script.add(to_statement(after));
  if (std::string copy = copy_rows(name, old, *before, after, fill); !copy.empty())
    script.add(std::move(copy));
  if (const Names key = row_key(table, *before); !key.empty())
    script.add(stop_if_rows_are_missing(name, old, key));
  if (is_autoincrement(*before) && is_autoincrement(after)) {
    // The old row, as it is its table's; its condition holds only while the old table is there.
    script.add(
        fmt::format("DELETE FROM sqlite_sequence WHERE name = {} AND EXISTS (SELECT 1 FROM "
                    "sqlite_sequence WHERE name = {})",
                    literal(table.name), literal(old_name)));
    script.add(fmt::format("UPDATE sqlite_sequence SET name = {} WHERE name = {}",
                           literal(table.name), literal(old_name)));
  }
  script.add("DROP TABLE " + old);
  for (const schema::Index& index : table.indexes) {
    if (!is_over(index, gone)) script.add(index.definition);
  }
  for (const schema::Trigger& trigger : table.triggers) {
    check_trigger(trigger, table, gone);
    script.add(trigger.definition);
  }
  script.add(std::string("PRAGMA legacy_alter_table = OFF"));
  check_keys();
  script.add(kRebuildEnds);
  sql::Statements statements = script.take();
  rehearse(table.name, schema, statements);
  return statements;
}

}  // namespace strata::sqlite
