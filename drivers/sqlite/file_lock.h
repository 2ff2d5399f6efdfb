// A lock of the operating system's on an SQLite file, beside the lock row: on a byte where neither
// SQLite's own locks nor data are. Nothing is written, and the kernel gives it back with the
// process. Thread-safe.
#pragma once

#include <memory>
#include <string>

#include "engine/driver/server_lock.h"

namespace strata::sqlite {

// nullptr where the file cannot be opened for writing, or its file system has no locks. `path`
// empty: a database in memory, which nobody else sees.
std::unique_ptr<driver::ServerLock> file_lock(const std::string& path);

}  // namespace strata::sqlite
