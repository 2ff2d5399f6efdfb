#include "drivers/mysql/driver.h"

#include "drivers/mysql/session/client.h"
#include "drivers/mysql/session/connection.h"

namespace strata {

driver::Driver mysql_driver() {
  driver::Driver driver = mysql_dialect_driver();
  driver.connect = mysql::connect;
  driver.adopt = mysql::adopt;
  driver.library_version = mysql::library_version;
  driver.call_client = mysql::call_client;
  return driver;
}

}  // namespace strata
