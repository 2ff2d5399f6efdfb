// A session with a MySQL or MariaDB server. Not thread-safe, but for cancel().
#pragma once

#include <memory>
#include <string>

#include "engine/driver/driver.h"

namespace strata::mysql {

// Throws Error(Connection), without the password in its text.
std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options);

// Of a sql::Connection*. Throws Error(Connection), and Error(Usage) without auto-commit.
std::unique_ptr<driver::Connection> adopt(void* session, const driver::ConnectOptions& options);

// "MySQL Connector/C++ 1.1.12".
std::string library_version();

}  // namespace strata::mysql
