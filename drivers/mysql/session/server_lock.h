// GET_LOCK of MySQL and MariaDB beside the lock row; on a Galera cluster, where it is of one node
// only, what tells a dead holder all the same. Not thread-safe.
#pragma once

#include <memory>
#include <string_view>

#include "engine/driver/connection.h"

namespace strata::mysql {

// nullptr where each of several writing servers has locks of its own and cannot tell who is alive
// (group replication).
std::unique_ptr<driver::ServerLock> server_lock(driver::Connection& connection,
                                                std::string_view name);

}  // namespace strata::mysql
