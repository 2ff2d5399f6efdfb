// A table's description after a CREATE TABLE or ALTER TABLE statement, by the words of the
// statement: enough to render further changes of the table without asking a database. Not a parser
// of any grammar; what it does not know it leaves out. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/schema/schema.h"
#include "engine/sql/token_cursor.h"

namespace strata::sql {

// What differs between servers.
struct FoldRules {
  // Edits of a column's whole definition; absent where nobody asks for definitions.
  enum class Clause : std::uint8_t { Default, Nullability };
  std::function<std::string(const std::string& definition, Clause, const std::string& text)> edit;
  // How the server calls a key that the statement leaves unnamed.
  std::function<std::string(const schema::Table&, schema::Object::Kind,
                            const std::vector<std::string>& columns)>
      key_name;
};

// A table with the definition of each column, by its lower-case name.
struct FoldedTable {
  schema::Table table;
  std::map<std::string, std::string> definitions;
};

class TableFold {
 public:
  // All of them must outlive it.
  TableFold(FoldedTable& folded, TokenCursor& cursor, const FoldRules& rules)
      : folded_(folded), table_(folded.table), cursor_(cursor), rules_(rules) {}

  // Behind the name in CREATE TABLE, and in ALTER TABLE.
  void create();
  void alter();

 private:
  void action(std::size_t end);
  void add(std::size_t end);
  void drop();
  void alter_column(std::size_t end);
  void rename();
  // Of a column's definition, from its type on.
  void define(const std::string& name, std::size_t end);
  void read_clause(schema::Column& column);
  void read_property(schema::Column& column);
  std::string take_default();
  void step();  // a token, or a group in parentheses
  // False if none starts here.
  bool take_constraint();
  void take_foreign_key(const std::string& name, std::vector<std::string> columns);

  schema::Column* find(const std::string& column);
  std::string name_of(const std::string& given, schema::Object::Kind kind,
                      const std::vector<std::string>& columns) const;
  void set_primary_key(const std::string& name, std::vector<std::string> columns);
  void edit(const std::string& column, FoldRules::Clause clause, const std::string& text);
  void set_default(const std::string& column, const std::string& value);
  void set_nullable(const std::string& column, bool nullable);
  void drop_column(const std::string& name);
  void drop_constraint(const std::string& name);
  void rename_column(const std::string& from, const std::string& to);

  FoldedTable& folded_;
  schema::Table& table_;
  TokenCursor& cursor_;
  const FoldRules& rules_;
  std::string definition_;  // of the column that is being read
};

}  // namespace strata::sql
