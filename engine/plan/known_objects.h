// What changes have said of tables, views and sequences, as far as it is known for sure. Not what
// a database contains; that is schema::Schema. Plain data.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/change.h"
#include "engine/plan/words.h"

namespace strata::plan {

// As a change writes it.
struct ObjectName {
  model::Text catalog;
  model::Text schema;
  std::string name;
};

// Written alike, but for case.
bool is_same(const ObjectName& a, const ObjectName& b);
// The same, or one of them leaves to the database which schema it is in.
bool may_be_same(const ObjectName& a, const ObjectName& b);

// The names of a list that is separated by commas.
void rename_in_list(model::Text& list, std::string_view from, const std::string& to);

struct KnownColumn {
  std::string name;
  model::Text type = std::nullopt;
  std::optional<model::AddDefaultValue> default_value = std::nullopt;  // absent: none, or not known
  model::Text remarks = std::nullopt;  // empty: none; absent: not known
  bool numbers_rows = false;
};

// The changes that would make its parts. What they call the table itself may be an old name.
struct KnownTable {
  ObjectName name;
  bool is_ambiguous = false;  // two tables are written alike: nothing is told of them
  bool is_whole = false;      // known changes made all of it
  std::vector<KnownColumn> columns = {};
  model::Text remarks = std::nullopt;  // as of columns
  std::optional<model::AddPrimaryKey> primary_key = std::nullopt;
  std::vector<model::AddUniqueConstraint> unique_keys = {};
  std::vector<model::AddForeignKeyConstraint> foreign_keys = {};
  std::vector<model::AddCheckConstraint> checks = {};
  std::vector<model::CreateIndex> indexes = {};

  KnownColumn* find(std::string_view column);
  const KnownColumn* find(std::string_view column) const;
};

// A table with what createTable says of it.
KnownTable table_of(const model::CreateTable& change);
// What a column of createTable or addColumn brings along.
void add_column(KnownTable& table, const model::Column& column);
// What the table loses, or calls otherwise.
void drop_column(KnownTable& table, std::string_view column);
void rename_column(KnownTable& table, std::string_view from, const std::string& to);

struct KnownView {
  ObjectName name;
  model::CreateView definition;
};

struct KnownSequence {
  ObjectName name;
  model::CreateSequence definition;
};

struct KnownObjects {
  std::vector<KnownTable> tables = {};
  std::vector<KnownView> views = {};
  std::vector<KnownSequence> sequences = {};

  // nullptr where nothing is known, or not for sure.
  const KnownTable* find_table(const ObjectName& name) const;
  // To note something about it; a new one, where it was not known. Another one that may be the same
  // is forgotten.
  KnownTable& table(const ObjectName& name);

  void forget_table(const ObjectName& name);
  // What is named there, and what depends on it.
  void forget_named(const Words& text);
  // Those that select from it; `column`: only those that may show the column.
  void forget_views_over(std::string_view table);
  void forget_views_over(std::string_view table, std::string_view column);
};

}  // namespace strata::plan
