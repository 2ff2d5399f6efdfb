// A session with an SQLite file. Not thread-safe, but for cancel().
#pragma once

#include <memory>
#include <string>

#include "engine/driver/driver.h"

namespace strata::sqlite {

// Creates a file that does not exist. Throws Error(Connection) for a file that cannot be opened or
// is no database, Error(Usage) for a parameter with a wrong value.
std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options);

// Of a sqlite3*. Throws Error(Usage) where it has an open transaction.
std::unique_ptr<driver::Connection> adopt(void* session, const driver::ConnectOptions& options);

// "SQLite 3.40.1".
std::string library_version();

}  // namespace strata::sqlite
