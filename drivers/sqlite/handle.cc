#include "drivers/sqlite/handle.h"

#include <algorithm>
#include <climits>

#include <sqlite3.h>

#include "drivers/sqlite/errors.h"
#include "drivers/sqlite/lexical.h"
#include "drivers/sqlite/row_sink.h"
#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::sqlite {
namespace {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, Finalize>;

std::optional<std::string> value(sqlite3_stmt* statement, int column) {
  if (sqlite3_column_type(statement, column) == SQLITE_NULL) return std::nullopt;
  // Also blobs come out byte by byte; the text has to be asked for before its size.
  const bool is_blob = sqlite3_column_type(statement, column) == SQLITE_BLOB;
  const void* bytes =
      is_blob ? sqlite3_column_blob(statement, column) : sqlite3_column_text(statement, column);
  const int size = sqlite3_column_bytes(statement, column);
  if (bytes == nullptr) return "";
  return std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

// Walks over the statements of a text.
class Cursor {
 public:
  Cursor(sqlite3* handle, std::string_view text) : handle_(handle), text_(text) {
    if (text.size() > INT_MAX) throw Error(ErrorKind::Sql, "the statement is larger than 2 GB");
    // SQLite would end the text there.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
      throw Error(ErrorKind::Sql, "a statement contains a NUL character")
          .with_sql({std::string(text), "", 0, nul});
    }
  }

  // False at the end.
  bool next_statement() {
    statement_.reset();
    while (at_ < text_.size()) {
      const char* tail = nullptr;
      sqlite3_stmt* prepared = nullptr;
      const std::string_view rest = text_.substr(at_);
      start_ = at_;
      const int code =
          sqlite3_prepare_v2(handle_, rest.data(), static_cast<int>(rest.size()), &prepared, &tail);
      if (code != SQLITE_OK) throw statement_error(handle_, text_, start_);
      at_ += static_cast<std::size_t>(tail - rest.data());
      statement_.reset(prepared);
      if (statement_) return true;  // nullptr: only blanks and comments
    }
    return false;
  }

  bool next_row() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw statement_error(handle_, text_, start_);
    return false;
  }

  sqlite3_stmt* statement() { return statement_.get(); }

 private:
  sqlite3* handle_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;
  StatementHandle statement_;
};

bool changes_rows(const char* statement) {
  const std::string_view text = statement;
  const sql::LexicalRules& rules = lexical_rules();
  const sql::Lexer lexer(text, rules);
  for (std::size_t at = 0; at < text.size();) {
    const sql::Token token = lexer.next(at);
    at = token.end;
    if (token.kind != sql::Token::Kind::Word) continue;
    constexpr std::string_view kWords[] = {"INSERT", "REPLACE", "UPDATE", "DELETE", "WITH"};
    const std::string_view first = text.substr(token.begin, token.end - token.begin);
    return std::any_of(std::begin(kWords), std::end(kWords),
                       [&](std::string_view word) { return equals_ignore_case(first, word); });
  }
  return false;
}

bool setting(sqlite3* handle, int which, int value = -1) {
  int now = 0;
  sqlite3_db_config(handle, which, value, &now);
  return now != 0;
}

}  // namespace

void Handle::Close::operator()(sqlite3* handle) const noexcept {
  if (owner == Owner::Self) sqlite3_close_v2(handle);
}

Handle::Handle(const std::string& path, const std::string& name) {
  sqlite3* opened = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI |
                         SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &opened, kFlags, nullptr);
  handle_.reset(opened);
  if (code != SQLITE_OK) throw open_error(opened, code, name);
}

std::int64_t Handle::execute(std::string_view text) {
  Cursor cursor(handle_.get(), text);
  std::int64_t affected = 0;
  while (cursor.next_statement()) {
    // sqlite3_changes keeps its value over statements that are no INSERT, UPDATE or DELETE.
    const std::int64_t before = sqlite3_total_changes64(handle_.get());
    while (cursor.next_row()) {
    }
    if (sqlite3_total_changes64(handle_.get()) != before) {
      affected += sqlite3_changes64(handle_.get());
    }
  }
  return affected;
}

void Handle::execute_ddl(std::string_view text) {
  Cursor cursor(handle_.get(), text);
  while (cursor.next_statement()) {
    if (changes_rows(sqlite3_sql(cursor.statement()))) continue;
    while (cursor.next_row()) {
    }
  }
}

driver::ResultSet Handle::query(std::string_view text) {
  Cursor cursor(handle_.get(), text);
  driver::ResultSet result;
  if (!cursor.next_statement()) return result;
  const int count = sqlite3_column_count(cursor.statement());
  for (int i = 0; i < count; ++i) {
    result.columns.emplace_back(sqlite3_column_name(cursor.statement(), i));
  }
  while (cursor.next_row()) {
    auto& row = result.rows.emplace_back();
    for (int i = 0; i < count; ++i) row.push_back(value(cursor.statement(), i));
  }
  return result;
}

std::unique_ptr<driver::RowSink> Handle::take_rows(const sql::RowsForm& form) {
  return sqlite::take_rows(handle_.get(), form);
}

bool Handle::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

std::string Handle::path() const {
  const char* const path = sqlite3_db_filename(handle_.get(), "main");
  return path == nullptr ? "" : path;
}

bool Handle::enforces_foreign_keys() const {
  return setting(handle_.get(), SQLITE_DBCONFIG_ENABLE_FKEY);
}
void Handle::enforce_foreign_keys(bool on) {
  setting(handle_.get(), SQLITE_DBCONFIG_ENABLE_FKEY, on ? 1 : 0);
}
bool Handle::renames_as_of_old() const {
  return setting(handle_.get(), SQLITE_DBCONFIG_LEGACY_ALTER_TABLE);
}
void Handle::rename_as_of_old(bool on) {
  setting(handle_.get(), SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, on ? 1 : 0);
}

void Handle::set_busy_timeout(int milliseconds) {
  sqlite3_busy_timeout(handle_.get(), milliseconds);
}

void Handle::interrupt() noexcept { sqlite3_interrupt(handle_.get()); }

}  // namespace strata::sqlite
