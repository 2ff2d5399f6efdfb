// The advisory lock of PostgreSQL that stands beside the lock row. Not thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "engine/driver/connection.h"

namespace strata::postgresql {

// Held by the session itself, and so for as long as it lives.
std::unique_ptr<driver::ServerLock> session_lock(driver::Connection& connection,
                                                 std::string_view name);

// Behind a pooler a session is nobody's for longer than a transaction: this one is held by a
// transaction of a second session, which `open` makes. It has neither a snapshot nor a lock on a
// table, so that CREATE INDEX CONCURRENTLY does not wait for it.
std::unique_ptr<driver::ServerLock> pooled_lock(
    std::function<std::unique_ptr<driver::Connection>()> open, std::string_view name);

}  // namespace strata::postgresql
