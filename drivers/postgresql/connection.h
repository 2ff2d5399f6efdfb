// A session with a PostgreSQL server. Not thread-safe, but for cancel().
#pragma once

#include <memory>

#include "engine/driver/driver.h"

namespace strata::postgresql {

// Throws Error(Connection), without the password in its text.
std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options);

}  // namespace strata::postgresql
