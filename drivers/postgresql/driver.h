// The PostgreSQL driver. Plain data; safe to share between threads.
#pragma once

#include "engine/driver/driver.h"

namespace strata {

driver::Driver postgresql_driver();
// All that goes without the client library: it opens no sessions.
driver::Driver postgresql_dialect_driver();

}  // namespace strata
