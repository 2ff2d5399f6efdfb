#include "drivers/mysql/driver.h"

#include <array>

#include "drivers/mysql/client.h"
#include "drivers/mysql/connection.h"
#include "drivers/mysql/dialect.h"
#include "drivers/mysql/simulation.h"

namespace strata {

driver::Driver mysql_driver() {
  static constexpr std::array<std::string_view, 2> kSchemes{"mysql", "mariadb"};
  driver::Driver driver;
  driver.name = "mysql";
  driver.schemes = kSchemes;
  driver.dialects = {&mysql_dialect(), &mariadb_dialect()};
  driver.connect = mysql::connect;
  driver.library_version = mysql::library_version;
  driver.simulate = mysql::simulate;
  driver.clients = {"mysql", "mariadb"};
  driver.call_client = mysql::call_client;
  return driver;
}

}  // namespace strata
