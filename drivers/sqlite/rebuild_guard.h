// Watches the statements of rebuilds on their way to the database: while a table is rebuilt its
// foreign keys are not enforced, and afterwards they must hold as before. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "drivers/sqlite/handle.h"

namespace strata::sqlite {

class RebuildGuard {
 public:
  explicit RebuildGuard(Handle& handle) : handle_(handle) {}

  // Before a statement is executed; true if that is done herewith. Throws Error(Sql) that names the
  // rows when a rebuild has left keys that point nowhere.
  bool takes(std::string_view statement);
  // After it was executed.
  void executed(std::string_view statement);
  // A rebuild that did not come to its end is over.
  void reset() noexcept;

 private:
  using Rows = decltype(driver::ResultSet::rows);

  Rows violations(std::string_view check);

  Handle& handle_;
  std::optional<bool> enforced_;
  std::optional<bool> renamed_as_of_old_;
  std::map<std::string, Rows, std::less<>> before_;
};

}  // namespace strata::sqlite
