// The SQLite driver: its URL scheme, dialect, connections and simulation. Plain data; safe to
// share between threads.
#pragma once

#include "engine/driver/driver.h"

namespace strata {

driver::Driver sqlite_driver();

}  // namespace strata
