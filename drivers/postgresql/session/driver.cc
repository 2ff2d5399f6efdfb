#include "drivers/postgresql/driver.h"

#include "drivers/postgresql/session/client.h"
#include "drivers/postgresql/session/connection.h"

namespace strata {

driver::Driver postgresql_driver() {
  driver::Driver driver = postgresql_dialect_driver();
  driver.connect = postgresql::connect;
  driver.adopt = postgresql::adopt;
  driver.library_version = postgresql::library_version;
  driver.call_client = postgresql::call_client;
  return driver;
}

}  // namespace strata
