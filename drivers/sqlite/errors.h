// From SQLite's result codes to Error. Pure functions on what the library reports.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

struct sqlite3;

namespace strata::sqlite {

// After a failed call for the statement that starts at byte `start` of `text`.
Error statement_error(sqlite3* handle, std::string_view text, std::size_t start);

// After a failed attempt to open the file or to read its first page.
Error open_error(sqlite3* handle, int code, const std::string& path);

// Rows that PRAGMA foreign_key_check found.
Error foreign_key_error(const std::vector<std::vector<std::optional<std::string>>>& rows);

}  // namespace strata::sqlite
