// A session with a PostgreSQL server. Not thread-safe, but for cancel().
#pragma once

#include <memory>
#include <string>

#include "engine/driver/driver.h"

namespace strata::postgresql {

// Throws Error(Connection), without the password in its text.
std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options);

// Of a PGconn*; its settings are given back at the end. Throws Error(Connection), and Error(Usage)
// where it has an open transaction.
std::unique_ptr<driver::Connection> adopt(void* session, const driver::ConnectOptions& options);

// "libpqxx 6.4.5, libpq 15.3".
std::string library_version();

}  // namespace strata::postgresql
