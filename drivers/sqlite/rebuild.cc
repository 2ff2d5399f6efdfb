#include "drivers/sqlite/rebuild.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

std::string quoted(std::string_view name) {
  return "\"" + replace_all(std::string(name), "\"", "\"\"") + "\"";
}

std::string literal(std::string_view text) {
  return "'" + replace_all(std::string(text), "'", "''") + "'";
}

bool is_autoincrement(const TableText& table) {
  return std::any_of(table.columns.begin(), table.columns.end(), [](const ColumnText& column) {
    const ColumnClause* key = column.find(ClauseKind::PrimaryKey);
    return key != nullptr && to_upper(key->text).find("AUTOINCREMENT") != std::string::npos;
  });
}

// The columns that both tables have and that are stored.
std::vector<std::string> common_columns(TableText& before, const TableText& after) {
  std::vector<std::string> names;
  for (const ColumnText& column : after.columns) {
    ColumnText* old = before.find(column.name);
    const bool computed = column.find(ClauseKind::Generated) != nullptr;
    if (old != nullptr && !computed) names.push_back(quoted(column.name));
  }
  return names;
}

bool is_over(const schema::Index& index, TableText& table) {
  return std::all_of(index.columns.begin(), index.columns.end(), [&](const std::string& column) {
    const bool is_expression = column.find('(') != std::string::npos;
    return is_expression || table.find(names_in(column).front()) != nullptr;
  });
}

class Script {
 public:
  void add(std::string text) { statements_.emplace_back().text = std::move(text); }
  sql::Statements take() { return std::move(statements_); }

 private:
  sql::Statements statements_;
};

}  // namespace

sql::Statements rebuild(const schema::Table& table, const Edit& edit, const Fill& fill) {
  std::optional<TableText> before = parse_table(table.definition);
  if (!before) {
    throw Error(ErrorKind::Changelog,
                fmt::format("{} is a virtual table, which SQLite cannot change", table.name));
  }
  TableText after = *before;
  edit(after);
  const std::string name = quoted(table.name);
  const std::string fresh_name = "strata_new_" + table.name;
  const std::string fresh = quoted(fresh_name);
  const std::vector<std::string> kept = common_columns(*before, after);
  std::vector<std::string> columns = kept;
  columns.insert(columns.end(), fill.columns.begin(), fill.columns.end());
  std::vector<std::string> values = kept;
  values.insert(values.end(), fill.values.begin(), fill.values.end());

  Script script;
  // Else renaming refuses while a view or trigger names the table that is just not there, and
  // rewrites the references of other tables.
  script.add("PRAGMA legacy_alter_table = ON");
  script.add(to_statement(after, fresh));
  if (!kept.empty()) {
    script.add(fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", fresh, fmt::join(columns, ", "),
                           fmt::join(values, ", "), name));
  }
  if (is_autoincrement(*before) && is_autoincrement(after)) {
    script.add("DELETE FROM sqlite_sequence WHERE name = " + literal(fresh_name));
    script.add(
        fmt::format("INSERT INTO sqlite_sequence (name, seq) SELECT {}, seq FROM sqlite_sequence "
                    "WHERE name = {}",
                    literal(fresh_name), literal(table.name)));
  }
  script.add("DROP TABLE " + name);
  script.add(fmt::format("ALTER TABLE {} RENAME TO {}", fresh, name));
  for (const schema::Index& index : table.indexes) {
    if (is_over(index, after)) script.add(index.definition);
  }
  for (const schema::Trigger& trigger : table.triggers) script.add(trigger.definition);
  script.add("PRAGMA legacy_alter_table = OFF");
  return script.take();
}

}  // namespace strata::sqlite
