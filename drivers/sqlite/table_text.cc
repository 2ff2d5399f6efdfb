#include "drivers/sqlite/table_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "drivers/sqlite/lexical.h"
#include "drivers/sqlite/tokens.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

bool has_comment(std::string_view gap) { return !trim(gap).empty(); }

bool ends_in_line_comment(std::string_view gap) {
  const sql::Lexer lexer(gap, lexical_rules());
  bool in_comment = false;
  for (std::size_t at = 0; at < gap.size();) {
    const sql::Token token = lexer.next(at);
    in_comment = gap.substr(token.begin).starts_with("--");
    at = token.end;
  }
  return in_comment;
}

// An item of the list as it will be printed.
struct Item {
  std::string text;
  const Surroundings* around;
};

std::string to_text(const ColumnText& column) {
  std::string text = column.quoted;
  if (!column.type.empty()) text += column.type_gap + column.type;
  for (const ColumnClause& clause : column.clauses) text += clause.gap + clause.text;
  return text;
}

// The blanks in front of items that have not said it.
std::string common_gap(const std::vector<Item>& items) {
  for (const Item& item : items) {
    const std::string before = item.around->before.value_or("");
    if (before.find_first_of("\r\n") == 0) {
      return before.substr(0, std::min(before.find_first_not_of(" \t\r\n"), before.size()));
    }
  }
  return " ";
}

}  // namespace

const ColumnClause* ColumnText::find(ClauseKind kind) const {
  const auto found = std::find_if(clauses.begin(), clauses.end(),
                                  [&](const ColumnClause& clause) { return clause.kind == kind; });
  return found == clauses.end() ? nullptr : &*found;
}

void ColumnText::erase(ClauseKind kind) {
  std::erase_if(clauses, [&](const ColumnClause& clause) { return clause.kind == kind; });
}

const ColumnText* TableText::find(std::string_view column) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const ColumnText& candidate) {
    return equals_ignore_case(candidate.name, column);
  });
  return found == columns.end() ? nullptr : &*found;
}

ColumnText* TableText::find(std::string_view column) {
  return const_cast<ColumnText*>(static_cast<const TableText*>(this)->find(column));
}

bool TableText::is_without_rowid() const {
  return std::any_of(options.begin(), options.end(),
                     [](const std::string& option) { return has_word(option, "WITHOUT"); });
}

const ColumnText* TableText::row_number() const {
  if (is_without_rowid()) return nullptr;
  const ColumnText* key = nullptr;
  for (const ColumnText& column : columns) {
    const ColumnClause* clause = column.find(ClauseKind::PrimaryKey);
    // INTEGER PRIMARY KEY DESC is not the row's number (sqlite.org/lang_createtable.html, 5).
    if (clause != nullptr && !has_word(clause->text, "DESC")) key = &column;
  }
  for (const ConstraintText& constraint : constraints) {
    const bool single =
        constraint.kind == ConstraintKind::PrimaryKey && constraint.columns.size() == 1;
    if (single) key = find(constraint.columns.front());
  }
  return key != nullptr && equals_ignore_case(key->type, "INTEGER") ? key : nullptr;
}

bool TableText::has_autoincrement() const {
  const bool in_column = std::any_of(columns.begin(), columns.end(), [](const ColumnText& column) {
    const ColumnClause* key = column.find(ClauseKind::PrimaryKey);
    return key != nullptr && has_word(key->text, "AUTOINCREMENT");
  });
  return in_column || std::any_of(constraints.begin(), constraints.end(), [](const auto& key) {
           return key.kind == ConstraintKind::PrimaryKey && has_word(key.text, "AUTOINCREMENT");
         });
}

std::string to_statement(const TableText& table, std::string_view quoted_name) {
  std::vector<Item> items;
  for (const ColumnText& column : table.columns)
    items.push_back({to_text(column), &column.around});
  for (const ConstraintText& constraint : table.constraints)
    items.push_back({constraint.text, &constraint.around});
  const std::string gap = common_gap(items);
  std::string text = fmt::format("CREATE TABLE {} ({}", quoted_name, table.opening);
  bool in_comment = ends_in_line_comment(table.opening);
  const auto add = [&](std::string_view more) {
    if (in_comment && !more.empty() && !more.starts_with('\n')) text += '\n';
    if (!more.empty()) in_comment = false;
    text += more;
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Surroundings& around = *items[i].around;
    // The first one stands right behind the opening.
    if (i > 0 || has_comment(around.before.value_or(""))) add(around.before.value_or(gap));
    add(items[i].text);
    add(around.after);
    if (i + 1 < items.size()) add(",");
    add(around.remark);
    in_comment = ends_in_line_comment(around.remark);
  }
  add(table.closing);
  add(")");
  if (!table.options.empty()) text += fmt::format(" {}", fmt::join(table.options, ", "));
  return text;
}

}  // namespace strata::sqlite
