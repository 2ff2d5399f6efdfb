// SQLite's own handle, owned: opens a database, runs statements. Shared by the connection and
// whoever needs a database in memory. Not thread-safe, but for interrupt().
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/driver/connection.h"

struct sqlite3;

namespace strata::sqlite {

class Handle {
 public:
  // `path` may be ":memory:" or a file: URI; `name` stands for it in texts. Throws
  // Error(Connection).
  Handle(const std::string& path, const std::string& name);
  // One that stays with whoever made it.
  explicit Handle(sqlite3* of_others) : handle_(of_others, Close(Owner::Others)) {}

  // All statements of the text; the rows that data statements changed.
  std::int64_t execute(std::string_view text);
  // One statement that yields rows.
  driver::ResultSet query(std::string_view text);

  std::unique_ptr<driver::RowSink> take_rows(const sql::RowsForm& form);

  // All statements of the text, but for those that only change rows.
  void execute_ddl(std::string_view text);

  bool in_transaction() const;
  // The file's absolute path; empty for a database in memory.
  std::string path() const;
  // Takes effect also inside a transaction, as the pragma does not.
  bool enforces_foreign_keys() const;
  void enforce_foreign_keys(bool on);
  bool renames_as_of_old() const;
  void rename_as_of_old(bool on);
  void set_busy_timeout(int milliseconds);
  void interrupt() noexcept;

 private:
  enum class Owner : std::uint8_t { Self, Others };
  struct Close {
    Close() : owner(Owner::Self) {}
    explicit Close(Owner whose) : owner(whose) {}
    Owner owner;
    void operator()(sqlite3* handle) const noexcept;
  };

  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace strata::sqlite
