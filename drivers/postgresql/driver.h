// The PostgreSQL driver: its URL schemes, dialect and connections. Plain data; safe to
// share between threads.
#pragma once

#include "engine/driver/driver.h"

namespace strata {

driver::Driver postgresql_driver();

}  // namespace strata
