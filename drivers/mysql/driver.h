// The driver for MySQL and MariaDB over MySQL Connector/C++ 1.1.
#pragma once

#include "engine/driver/driver.h"

namespace strata {

driver::Driver mysql_driver();

}  // namespace strata
