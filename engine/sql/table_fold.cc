#include "engine/sql/table_fold.h"

#include <algorithm>

#include "engine/base/text.h"

namespace strata::sql {
namespace {

using Kind = schema::Object::Kind;
using schema::Column;

// What may follow a column's type.
bool ends_type(std::string_view word) {
  constexpr std::string_view kWords[] = {
      "NOT",       "NULL",      "DEFAULT", "CONSTRAINT", "PRIMARY", "UNIQUE",         "REFERENCES",
      "CHECK",     "GENERATED", "COLLATE", "CHARSET",    "COMMENT", "AUTO_INCREMENT", "ON",
      "AS",        "INVISIBLE", "VISIBLE", "AFTER",      "FIRST",   "CHARACTER",      "DEFERRABLE",
      "INITIALLY", "STORAGE",   "KEY"};
  return is_one_of_ignoring_case(word, kWords);
}

std::string unquoted(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != '\'') return std::string(literal);
  return replace_all(std::string(literal.substr(1, literal.size() - 2)), "''", "'");
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& one) { return equals_ignore_case(one, name); });
}

void rename_in(std::vector<std::string>& names, const std::string& from, const std::string& to) {
  for (std::string& one : names) {
    if (equals_ignore_case(one, from)) one = to;
  }
}

}  // namespace

void TableFold::create() {
  if (cursor_.peek() != "(") return;
  cursor_.skip();
  while (!cursor_.at_end() && cursor_.peek() != ")") {
    const std::size_t end = cursor_.item_end();
    if (!take_constraint()) {
      const std::string name = cursor_.name();
      if (!name.empty()) define(name, end);
    }
    cursor_.go_to(end);
    if (cursor_.peek() == ",") cursor_.skip();
  }
}

void TableFold::alter() {
  while (!cursor_.at_end()) {
    const std::size_t end = cursor_.item_end();
    action(end);
    cursor_.go_to(end + 1);
  }
}

void TableFold::action(std::size_t end) {
  if (cursor_.take({"ADD"})) return add(end);
  if (cursor_.take({"DROP"})) return drop();
  if (cursor_.take({"ALTER"})) return alter_column(end);
  if (cursor_.take({"RENAME"})) return rename();
  const bool changes = cursor_.sees({"CHANGE"});
  if (!changes && !cursor_.sees({"MODIFY"})) return;
  cursor_.skip();
  cursor_.take({"COLUMN"});
  const std::string from = cursor_.name();
  const std::string to = changes ? cursor_.name() : from;
  rename_column(from, to);
  define(to, end);
}

void TableFold::add(std::size_t end) {
  if (take_constraint()) return;
  cursor_.take({"COLUMN"});
  cursor_.take({"IF", "NOT", "EXISTS"});
  if (cursor_.peek() == "(") return create();
  const std::string name = cursor_.name();
  if (!name.empty()) define(name, end);
}

void TableFold::drop() {
  if (cursor_.take({"PRIMARY", "KEY"})) {
    table_.primary_key.reset();
    return;
  }
  const bool is_constraint = cursor_.take({"CONSTRAINT"}) || cursor_.take({"FOREIGN", "KEY"}) ||
                             cursor_.take({"INDEX"}) || cursor_.take({"KEY"}) ||
                             cursor_.take({"CHECK"});
  if (!is_constraint) cursor_.take({"COLUMN"});
  cursor_.take({"IF", "EXISTS"});
  const std::string name = cursor_.name();
  if (is_constraint) {
    drop_constraint(name);
  } else {
    drop_column(name);
  }
}

void TableFold::alter_column(std::size_t end) {
  cursor_.take({"COLUMN"});
  const std::string name = cursor_.name();
  if (cursor_.take({"SET", "DEFAULT"})) return set_default(name, take_default());
  if (cursor_.take({"DROP", "DEFAULT"})) return set_default(name, "");
  if (cursor_.take({"SET", "NOT", "NULL"})) return set_nullable(name, false);
  if (cursor_.take({"DROP", "NOT", "NULL"})) return set_nullable(name, true);
  Column* const column = find(name);
  if (column == nullptr || (!cursor_.take({"TYPE"}) && !cursor_.take({"SET", "DATA", "TYPE"})))
    return;
  const std::size_t begin = cursor_.position();
  while (cursor_.position() < end && !cursor_.sees({"USING"})) cursor_.skip();
  column->type = to_lower(cursor_.text(begin, cursor_.position()));
}

void TableFold::rename() {
  if (cursor_.take({"COLUMN"})) {
    const std::string from = cursor_.name();
    if (cursor_.take({"TO"})) rename_column(from, cursor_.name());
    return;
  }
  if (!cursor_.take({"CONSTRAINT"}) && !cursor_.take({"INDEX"}) && !cursor_.take({"KEY"})) return;
  const std::string from = cursor_.name();
  if (!cursor_.take({"TO"})) return;
  const std::string to = cursor_.name();
  for (schema::Key& key : table_.unique_keys) {
    if (key.name && equals_ignore_case(*key.name, from)) key.name = to;
  }
  for (schema::ForeignKey& key : table_.foreign_keys) {
    if (key.name && equals_ignore_case(*key.name, from)) key.name = to;
  }
}

void TableFold::define(const std::string& name, std::size_t end) {
  const std::size_t begin = cursor_.position();
  std::size_t behind = begin;
  // x int AFTER y
  for (; behind < end; behind = cursor_.position()) {
    if (cursor_.sees({"AFTER"}) || cursor_.sees({"FIRST"})) break;
    step();
  }
  cursor_.go_to(begin);
  Column column;
  column.name = name;
  do {
    step();
  } while (cursor_.position() < behind && !ends_type(cursor_.peek()));
  column.type = cursor_.text(begin, std::min(cursor_.position(), behind));
  definition_ = column.type;
  if (column.type.find('\'') == std::string::npos) column.type = to_lower(column.type);
  while (cursor_.position() < behind) read_clause(column);
  Column* const known = find(name);
  if (known != nullptr) {
    *known = std::move(column);
  } else {
    table_.columns.push_back(std::move(column));
  }
  folded_.definitions[to_lower(name)] = definition_;
}

void TableFold::step() {
  if (cursor_.peek() == "(") {
    cursor_.skip_group();
  } else {
    cursor_.skip();
  }
}

void TableFold::read_clause(Column& column) {
  const std::size_t begin = cursor_.position();
  const std::string constraint = cursor_.take({"CONSTRAINT"}) ? cursor_.name() : "";
  if (cursor_.take({"PRIMARY", "KEY"})) {
    column.nullable = false;
    return set_primary_key(constraint, {column.name});
  }
  if (cursor_.take({"UNIQUE"})) {
    cursor_.take({"KEY"});
    table_.unique_keys.push_back(
        {name_of(constraint, Kind::UniqueConstraint, {column.name}), {column.name}});
    return;
  }
  if (cursor_.sees({"REFERENCES"})) return take_foreign_key(constraint, {column.name});
  read_property(column);
  definition_ += " " + cursor_.text(begin, cursor_.position());
}

void TableFold::read_property(Column& column) {
  if (cursor_.take({"NOT", "NULL"})) {
    column.nullable = false;
  } else if (cursor_.take({"DEFAULT"})) {
    column.default_expression = take_default();
  } else if (cursor_.take({"GENERATED", "ALWAYS", "AS", "("}) || cursor_.take({"AS", "("})) {
    const std::size_t begin = cursor_.position();
    cursor_.go_to(cursor_.group_end());
    column.generated = cursor_.text(begin, cursor_.position());
    cursor_.skip();
  } else if (cursor_.take({"COMMENT"})) {
    column.remarks = unquoted(cursor_.peek());
    cursor_.skip();
  } else {
    column.auto_increment =
        column.auto_increment || cursor_.sees({"AUTO_INCREMENT"}) || cursor_.sees({"IDENTITY"});
    step();
  }
}

// Up to the next clause.
std::string TableFold::take_default() {
  const std::size_t begin = cursor_.position();
  do {
    step();
  } while (!cursor_.at_end() && cursor_.peek() != "," && cursor_.peek() != ")" &&
           !ends_type(cursor_.peek()));
  return cursor_.text(begin, cursor_.position());
}

bool TableFold::take_constraint() {
  const std::size_t begin = cursor_.position();
  std::string name = cursor_.take({"CONSTRAINT"}) ? cursor_.name() : "";
  if (cursor_.take({"PRIMARY", "KEY"})) {
    set_primary_key(name, cursor_.names_in_parentheses());
    return true;
  }
  if (cursor_.take({"UNIQUE"})) {
    if (!cursor_.take({"KEY"})) cursor_.take({"INDEX"});
    if (cursor_.peek() != "(") name = cursor_.name();
    std::vector<std::string> columns = cursor_.names_in_parentheses();
    std::string key = name_of(name, Kind::UniqueConstraint, columns);
    table_.unique_keys.push_back({std::move(key), std::move(columns)});
    return true;
  }
  if (cursor_.take({"FOREIGN", "KEY"})) {
    take_foreign_key(name, cursor_.names_in_parentheses());
    return true;
  }
  const bool is_index = name.empty() && (cursor_.sees({"INDEX"}) || cursor_.sees({"KEY"}));
  if (is_index) {
    cursor_.skip();
    schema::Index index;
    index.name = cursor_.name();
    index.columns = cursor_.names_in_parentheses();
    table_.indexes.push_back(std::move(index));
    return true;
  }
  const bool is_other = !name.empty() || cursor_.sees({"CHECK"}) || cursor_.sees({"EXCLUDE"});
  if (!is_other) cursor_.go_to(begin);
  return is_other;
}

void TableFold::take_foreign_key(const std::string& name, std::vector<std::string> columns) {
  if (!cursor_.take({"REFERENCES"})) return;
  schema::ForeignKey key;
  key.name = name_of(name, Kind::ForeignKey, columns);
  key.columns = std::move(columns);
  key.referenced_table = cursor_.qualified_name().name;
  key.referenced_columns = cursor_.names_in_parentheses();
  while (cursor_.take({"ON"})) {
    cursor_.skip();  // DELETE or UPDATE
    if (cursor_.sees({"SET"}) || cursor_.sees({"NO"})) cursor_.skip();
    cursor_.skip();
  }
  table_.foreign_keys.push_back(std::move(key));
}

Column* TableFold::find(const std::string& name) {
  const auto found =
      std::find_if(table_.columns.begin(), table_.columns.end(),
                   [&](const Column& one) { return equals_ignore_case(one.name, name); });
  return found == table_.columns.end() ? nullptr : &*found;
}

std::string TableFold::name_of(const std::string& given, Kind kind,
                               const std::vector<std::string>& columns) const {
  return given.empty() ? rules_.key_name(table_, kind, columns) : given;
}

void TableFold::set_primary_key(const std::string& name, std::vector<std::string> columns) {
  for (const std::string& column : columns) set_nullable(column, false);
  std::string key = name_of(name, Kind::PrimaryKey, columns);
  table_.primary_key = schema::Key{std::move(key), std::move(columns)};
}

void TableFold::edit(const std::string& column, FoldRules::Clause clause, const std::string& text) {
  const auto found = folded_.definitions.find(to_lower(column));
  if (found != folded_.definitions.end() && rules_.edit)
    found->second = rules_.edit(found->second, clause, text);
}

void TableFold::set_default(const std::string& name, const std::string& value) {
  Column* const column = find(name);
  if (column == nullptr) return;
  column->default_expression = value.empty() ? std::nullopt : std::optional(value);
  edit(name, FoldRules::Clause::Default, value.empty() ? "" : "DEFAULT " + value);
}

void TableFold::set_nullable(const std::string& name, bool nullable) {
  Column* const column = find(name);
  if (column == nullptr) return;
  column->nullable = nullable;
  edit(name, FoldRules::Clause::Nullability, nullable ? "NULL" : "NOT NULL");
}

void TableFold::drop_column(const std::string& name) {
  std::erase_if(table_.columns,
                [&](const Column& one) { return equals_ignore_case(one.name, name); });
  std::erase_if(table_.unique_keys, [&](const schema::Key& key) { return has(key.columns, name); });
  std::erase_if(table_.foreign_keys,
                [&](const schema::ForeignKey& key) { return has(key.columns, name); });
  folded_.definitions.erase(to_lower(name));
}

void TableFold::drop_constraint(const std::string& name) {
  const auto is_it = [&](const auto& key) {
    return key.name && equals_ignore_case(*key.name, name);
  };
  std::erase_if(table_.unique_keys, is_it);
  std::erase_if(table_.foreign_keys, is_it);
  std::erase_if(table_.indexes,
                [&](const schema::Index& index) { return equals_ignore_case(index.name, name); });
  if (table_.primary_key && is_it(*table_.primary_key)) table_.primary_key.reset();
}

void TableFold::rename_column(const std::string& from, const std::string& to) {
  if (Column* const column = find(from)) column->name = to;
  if (table_.primary_key) rename_in(table_.primary_key->columns, from, to);
  for (schema::Key& key : table_.unique_keys) rename_in(key.columns, from, to);
  for (schema::ForeignKey& key : table_.foreign_keys) rename_in(key.columns, from, to);
  for (schema::Index& index : table_.indexes) rename_in(index.columns, from, to);
  if (auto node = folded_.definitions.extract(to_lower(from))) {
    node.key() = to_lower(to);
    folded_.definitions.insert(std::move(node));
  }
}

}  // namespace strata::sql
