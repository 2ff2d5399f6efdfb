// An empty copy of a database's schema, in memory, for trying things out. What the copy does not
// know (extensions), it lacks. Not thread-safe.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "drivers/sqlite/handle.h"
#include "engine/schema/schema.h"

namespace strata::sqlite {

class Stage {
 public:
  // The schema must outlive it.
  explicit Stage(const schema::Schema& schema);

  // Throws what SQLite says.
  void execute(const std::string& statement) { handle_.execute(statement); }
  driver::ResultSet query(const std::string& statement) { return handle_.query(statement); }
  schema::Schema read();

  // A view or trigger that does not work, and why: SQLite looks through all of them when it renames
  // a column.
  struct Defect {
    std::string object;  // "view v"
    std::string reason;
  };
  std::optional<Defect> defect();
  // False if it cannot be told what it is.
  bool remove(const Defect& defect);

  // Foreign keys that point to nothing unique.
  std::set<std::string> mismatches();
  void check_keys(const std::string& table, std::set<std::string>& found);

 private:
  bool try_out(const std::string& statement);
  void try_out(const std::vector<schema::Trigger>& triggers);

  Handle handle_;
  const schema::Schema& schema_;
};

}  // namespace strata::sqlite
