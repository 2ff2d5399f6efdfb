#include "engine/sql/simulated_schema.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/text.h"

namespace strata::sql {
namespace {

using schema::Object;
using Kind = schema::Object::Kind;

bool matches(std::string_view wanted, std::string_view name) {
  return wanted.empty() || equals_ignore_case(wanted, name);
}

void add(std::vector<Object>& objects, const schema::ObjectFilter& filter, std::string name,
         std::string table = {}) {
  if (matches(filter.name, name) && matches(filter.table, table))
    objects.push_back({filter.kind, std::move(name), std::move(table)});
}

// Keys of one kind, and what stands behind them.
void add_keys(std::vector<Object>& objects, const schema::ObjectFilter& filter,
              const schema::Table& table) {
  const bool indexes = filter.kind == Kind::Index;
  if ((indexes || filter.kind == Kind::PrimaryKey) && table.primary_key)
    add(objects, filter, table.primary_key->name.value_or(""), table.name);
  if (indexes || filter.kind == Kind::UniqueConstraint) {
    for (const schema::Key& key : table.unique_keys)
      add(objects, filter, key.name.value_or(""), table.name);
  }
  if (filter.kind == Kind::ForeignKey) {
    for (const schema::ForeignKey& key : table.foreign_keys)
      add(objects, filter, key.name.value_or(""), table.name);
  }
  if (indexes) {
    for (const schema::Index& index : table.indexes) add(objects, filter, index.name, table.name);
  }
}

}  // namespace

SimulatedSchema::Key SimulatedSchema::key_of(std::string_view schema, std::string_view name) const {
  return {to_lower(schema.empty() ? std::string_view(default_schema_) : schema), to_lower(name)};
}

std::optional<schema::Table> SimulatedSchema::table(std::string_view schema,
                                                    std::string_view name) {
  const auto found = tables_.find(key_of(schema, name));
  if (found == tables_.end()) return live_.table(schema, name);
  if (!found->second) return std::nullopt;
  return with_definition(*found->second);
}

std::vector<Object> SimulatedSchema::objects(std::string_view schema,
                                             const schema::ObjectFilter& filter) {
  std::vector<Object> objects = live_.objects(schema, filter);
  const bool is_other = filter.kind == Kind::View || filter.kind == Kind::Sequence;
  std::erase_if(objects, [&](const Object& object) {
    if (is_other) return others_.count({filter.kind, key_of(schema, object.name)}) > 0;
    const std::string& table = filter.kind == Kind::Table ? object.name : object.table;
    return tables_.count(key_of(schema, table)) > 0;
  });
  const std::string wanted = key_of(schema, "").schema;
  for (const auto& [key, is_there] : others_) {
    if (key.first == filter.kind && is_there && key.second.schema == wanted)
      add(objects, filter, key.second.name);
  }
  for (const auto& [key, folded] : tables_) {
    if (!folded || key.schema != wanted) continue;
    if (filter.kind == Kind::Table) add(objects, filter, folded->table.name);
    add_keys(objects, filter, folded->table);
  }
  return objects;
}

schema::Schema SimulatedSchema::read() {
  schema::Schema schema = live_.read();
  std::erase_if(schema.tables, [&](const schema::Table& table) {
    return tables_.count(key_of("", table.name)) > 0;
  });
  for (const auto& [key, folded] : tables_) {
    if (folded && key.schema == to_lower(default_schema_))
      schema.tables.push_back(with_definition(*folded));
  }
  return schema;
}

void SimulatedSchema::apply(std::string_view statement) {
  TokenCursor cursor(statement, lexical_);
  if (cursor.take({"CREATE"})) return create(cursor);
  if (cursor.take({"DROP"})) return drop(cursor);
  if (cursor.take({"ALTER"})) return alter(cursor);
  if (!cursor.take({"RENAME", "TABLE"})) return;
  do {
    const QualifiedName from = cursor.qualified_name();
    if (cursor.take({"TO"})) rename(from, cursor.qualified_name());
  } while (cursor.take({","}));
}

void SimulatedSchema::create(TokenCursor& cursor) {
  cursor.take({"OR", "REPLACE"});
  while (cursor.take({"TEMP"}) || cursor.take({"TEMPORARY"}) || cursor.take({"UNLOGGED"})) {
  }
  const bool unique = cursor.take({"UNIQUE"});
  if (cursor.take({"TABLE"})) return create_table(cursor);
  if (cursor.take({"INDEX"})) return create_index(cursor, unique);
  for (const auto& [word, kind] : {std::pair{"VIEW", Kind::View}, {"SEQUENCE", Kind::Sequence}}) {
    if (!cursor.take({word})) continue;
    cursor.take({"IF", "NOT", "EXISTS"});
    const QualifiedName name = cursor.qualified_name();
    others_[{kind, key_of(name.schema, name.name)}] = true;
  }
}

void SimulatedSchema::create_table(TokenCursor& cursor) {
  const bool may_be_there = cursor.take({"IF", "NOT", "EXISTS"});
  const QualifiedName name = cursor.qualified_name();
  if (name.name.empty() || (may_be_there && table(name.schema, name.name))) return;
  FoldedTable folded;
  folded.table.schema = name.schema;
  folded.table.name = name.name;
  TableFold(folded, cursor, rules_).create();
  tables_[key_of(name.schema, name.name)] = std::move(folded);
}

void SimulatedSchema::create_index(TokenCursor& cursor, bool unique) {
  cursor.take({"CONCURRENTLY"});
  cursor.take({"IF", "NOT", "EXISTS"});
  schema::Index index;
  index.unique = unique;
  if (!cursor.sees({"ON"})) index.name = cursor.name();
  if (!cursor.take({"ON"})) return;
  FoldedTable* const folded = open(cursor.qualified_name());
  if (folded == nullptr) return;
  while (!cursor.at_end() && cursor.peek() != "(") cursor.skip();
  index.columns = cursor.names_in_parentheses();
  folded->table.indexes.push_back(std::move(index));
}

void SimulatedSchema::alter(TokenCursor& cursor) {
  if (!cursor.take({"TABLE"})) return;
  cursor.take({"IF", "EXISTS"});
  cursor.take({"ONLY"});
  const QualifiedName name = cursor.qualified_name();
  const std::size_t begin = cursor.position();
  if (cursor.take({"RENAME", "TO"}) || cursor.take({"RENAME", "AS"}) ||
      (cursor.take({"RENAME"}) && cursor.peek(1).empty()))
    return rename(name, cursor.qualified_name());
  cursor.go_to(begin);
  if (FoldedTable* const folded = open(name)) TableFold(*folded, cursor, rules_).alter();
}

void SimulatedSchema::drop(TokenCursor& cursor) {
  const bool is_table = cursor.take({"TABLE"});
  const bool is_view = !is_table && cursor.take({"VIEW"});
  if (!is_table && !is_view && !cursor.take({"SEQUENCE"})) {
    if (!cursor.take({"INDEX"})) return;
    cursor.take({"CONCURRENTLY"});
    cursor.take({"IF", "EXISTS"});
    const std::string index = cursor.qualified_name().name;
    for (auto& [key, folded] : tables_) {
      if (!folded) continue;
      std::erase_if(folded->table.indexes,
                    [&](const schema::Index& one) { return equals_ignore_case(one.name, index); });
    }
    return;
  }
  cursor.take({"IF", "EXISTS"});
  do {
    const QualifiedName name = cursor.qualified_name();
    const Key key = key_of(name.schema, name.name);
    if (is_table) {
      tables_[key] = std::nullopt;
    } else {
      others_[{is_view ? Kind::View : Kind::Sequence, key}] = false;
    }
  } while (cursor.take({","}));
}

// A new name without a schema stays in that of the old one.
void SimulatedSchema::rename(const QualifiedName& from, const QualifiedName& to) {
  FoldedTable* const folded = open(from);
  if (folded == nullptr) return;
  FoldedTable moved = std::move(*folded);
  tables_[key_of(from.schema, from.name)] = std::nullopt;
  moved.table.name = to.name;
  tables_[key_of(to.schema.empty() ? from.schema : to.schema, to.name)] = std::move(moved);
}

FoldedTable* SimulatedSchema::open(const QualifiedName& name) {
  const Key key = key_of(name.schema, name.name);
  auto found = tables_.find(key);
  if (found == tables_.end()) {
    std::optional<schema::Table> live = live_.table(name.schema, name.name);
    if (!live) return nullptr;
    found = tables_.emplace(key, import(std::move(*live))).first;
  }
  return found->second ? &*found->second : nullptr;
}

// The lines of CREATE TABLE as MySQL shows it.
FoldedTable SimulatedSchema::import(schema::Table table) const {
  FoldedTable folded;
  if (!table.definition.empty()) {
    TokenCursor cursor(table.definition, lexical_);
    while (!cursor.at_end() && cursor.peek() != "(") cursor.skip();
    FoldedTable shown;
    TableFold(shown, cursor, rules_).create();
    folded.definitions = std::move(shown.definitions);
  }
  folded.table = std::move(table);
  return folded;
}

schema::Table SimulatedSchema::with_definition(const FoldedTable& folded) const {
  schema::Table table = folded.table;
  table.definition.clear();
  if (!rules_.edit) return table;
  const char quote = lexical_.identifier_quote;
  for (const schema::Column& column : table.columns) {
    const auto found = folded.definitions.find(to_lower(column.name));
    if (found == folded.definitions.end()) continue;
    const std::string doubled(2, quote);
    table.definition += fmt::format("\n  {0}{1}{0} {2},", quote,
                                    replace_all(column.name, std::string(1, quote), doubled),
                                    replace_all(found->second, "\n", " "));
  }
  return table;
}

}  // namespace strata::sql
