#include "drivers/postgresql/driver.h"

#include <array>

#include "drivers/postgresql/client.h"
#include "drivers/postgresql/connection.h"
#include "drivers/postgresql/dialect.h"
#include "drivers/postgresql/simulation.h"

namespace strata {

driver::Driver postgresql_driver() {
  static constexpr std::array<std::string_view, 1> kSchemes{"postgresql"};
  driver::Driver driver;
  driver.name = "postgresql";
  driver.schemes = kSchemes;
  driver.dialects = {&postgresql_dialect()};
  driver.connect = postgresql::connect;
  driver.library_version = postgresql::library_version;
  driver.simulate = postgresql::simulate;
  driver.clients = {"psql"};
  driver.call_client = postgresql::call_client;
  return driver;
}

}  // namespace strata
