// The driver for MySQL and MariaDB over MySQL Connector/C++ 1.1. Plain data; safe to share between
// threads.
#pragma once

#include "engine/driver/driver.h"

namespace strata {

driver::Driver mysql_driver();
// All that goes without the client library: it opens no sessions.
driver::Driver mysql_dialect_driver();

}  // namespace strata
