#include "drivers/sqlite/errors.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <sqlite3.h>

namespace strata::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr int kPrimaryMask = 0xFF;  // sqlite.org/rescode.html: the rest tells the kind more closely

std::string hint_for(int code) {
  switch (code & kPrimaryMask) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program is writing to the file; try again when it has finished";
    case SQLITE_READONLY:
      return "the file, its folder or the connection does not allow writing";
    case SQLITE_FULL:
      return "the disk is full";
    case SQLITE_CORRUPT:
      return "the file is damaged; restore it from a backup";
    default:
      return "";
  }
}

ErrorKind kind_of(int code) {
  switch (code & kPrimaryMask) {
    case SQLITE_INTERRUPT:
      return ErrorKind::Interrupted;
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
      return ErrorKind::Connection;
    default:
      return ErrorKind::Sql;
  }
}

// What the file system says of a file that SQLite cannot open.
std::string reason_in_file_system(const fs::path& path) {
  std::error_code ignored;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!fs::exists(folder, ignored)) {
    return fmt::format("the folder {} does not exist", folder.string());
  }
  if (!fs::is_directory(folder, ignored)) {
    return fmt::format("{} is not a folder", folder.string());
  }
  if (fs::is_directory(path, ignored)) return "it is a folder";
  if (!fs::exists(path, ignored)) return "the file does not exist and cannot be created";
  return "";
}

}  // namespace

Error statement_error(sqlite3* handle, std::string_view text, std::size_t start) {
  const int code = sqlite3_extended_errcode(handle);
  SqlFailure failure{std::string(text), "", code, std::nullopt};
  if (const int offset = sqlite3_error_offset(handle); offset >= 0) {
    failure.offset = start + static_cast<std::size_t>(offset);
  }
  const std::string_view message = sqlite3_errmsg(handle);
  const bool inside = message.find("within a transaction") != std::string_view::npos;
  return Error(kind_of(code), std::string(message))
      .with_hint(inside ? "give the changeset `runInTransaction: false`" : hint_for(code))
      .with_sql(std::move(failure));
}

Error open_error(sqlite3* handle, int code, const std::string& path) {
  std::string reason = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  switch (code & kPrimaryMask) {
    case SQLITE_NOTADB:
      reason = "it is not an SQLite database";
      break;
    case SQLITE_CANTOPEN:
      if (std::string found = reason_in_file_system(path); !found.empty())
        reason = std::move(found);
      break;
    default:
      break;
  }
  return Error(ErrorKind::Connection, fmt::format("cannot open {}: {}", path, reason))
      .with_hint(hint_for(code));
}

Error foreign_key_error(const std::vector<std::vector<std::optional<std::string>>>& rows) {
  constexpr std::size_t kShown = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(rows.size(), kShown); ++i) {
    // Rows of tables WITHOUT ROWID have no number.
    const auto& row = rows[i];
    text += fmt::format("{}{} of {} refers to a row of {} that is not there", i == 0 ? "" : "; ",
                        row[1] ? "row " + *row[1] : "a row", row[0].value_or("?"),
                        row[2].value_or("?"));
  }
  if (rows.size() > kShown) text += fmt::format("; and {} more", rows.size() - kShown);
  return {ErrorKind::Sql, "foreign key violated: " + text};
}

}  // namespace strata::sqlite
