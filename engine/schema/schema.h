// What a database contains, in terms no vendor owns: tables with columns, keys and indexes, views,
// triggers. Read by drivers, compared by tests, consulted by dialects that need to know what is
// there. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strata::schema {

struct Column {
  std::string name;
  std::string type;  // as the database spells it
  bool nullable = true;
  std::optional<std::string> default_expression;  // as the database spells it
  bool auto_increment = false;
  std::optional<std::string> generated;  // expression of a generated column
  std::optional<std::string> remarks;

  bool operator==(const Column&) const = default;
};

// A primary key or unique constraint.
struct Key {
  std::optional<std::string> name;
  std::vector<std::string> columns;

  bool operator==(const Key&) const = default;
};

struct ForeignKey {
  std::optional<std::string> name;
  std::vector<std::string> columns;
  std::string referenced_table;
  std::vector<std::string> referenced_columns;  // empty: its primary key
  std::string on_delete = "NO ACTION";
  std::string on_update = "NO ACTION";
  bool deferrable = false;
  bool initially_deferred = false;

  bool operator==(const ForeignKey&) const = default;
};

struct Index {
  std::string name;
  bool unique = false;
  std::vector<std::string>
      columns;             // names, or expressions in parentheses; " DESC" where descending
  std::string definition;  // the CREATE INDEX statement where the database keeps it

  bool operator==(const Index&) const = default;
};

struct Trigger {
  std::string name;
  std::string definition;

  bool operator==(const Trigger&) const = default;
};

struct Table {
  std::string schema;
  std::string name;
  std::vector<Column> columns;
  std::optional<Key> primary_key;
  std::vector<Key> unique_keys;
  std::vector<ForeignKey> foreign_keys;
  std::vector<std::string> checks;
  std::vector<Index> indexes;  // without those behind keys
  std::vector<Trigger> triggers;
  std::string definition;  // the CREATE TABLE statement where the database keeps it
  std::optional<std::string> remarks;

  const Column* find_column(std::string_view column) const;  // ignoring ASCII case

  bool operator==(const Table&) const = default;
};

struct View {
  std::string schema;
  std::string name;
  std::string definition;
  std::vector<Trigger> triggers = {};

  bool operator==(const View&) const = default;
};

// A name in a schema.
struct Object {
  enum class Kind : std::uint8_t {
    Table,
    View,
    Sequence,
    Index,  // also those behind keys
    PrimaryKey,
    UniqueConstraint,
    ForeignKey,
    Program,  // procedures and functions, where they are not undone with a transaction
  };

  Kind kind;
  std::string name;
  std::string table;     // that it belongs to; of indexes and constraints
  bool is_valid = true;  // false: what a concurrent build has left of an index

  bool operator==(const Object&) const = default;
};

// Which objects are asked for. Names are compared ignoring ASCII case, at least; empty = any.
struct ObjectFilter {
  Object::Kind kind;
  std::string_view name = {};
  std::string_view table = {};  // that it belongs to
};

struct Schema {
  std::vector<Table> tables;  // by name
  std::vector<View> views;    // by name

  bool operator==(const Schema&) const = default;
};

// Of "table", "view", "sequence", "index", "primary key", "unique" or "foreign key", as catalogues
// have them.
Object::Kind object_kind(std::string_view word);

// One line for each thing, for comparing by eye and in tests.
std::string to_text(const Schema& schema);

}  // namespace strata::schema
