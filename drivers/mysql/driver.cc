#include "drivers/mysql/driver.h"

#include <array>

#include "drivers/mysql/dialect.h"
#include "drivers/mysql/simulation.h"

namespace strata {

driver::Driver mysql_dialect_driver() {
  static constexpr std::array<std::string_view, 2> kSchemes{"mysql", "mariadb"};
  driver::Driver driver;
  driver.name = "mysql";
  driver.schemes = kSchemes;
  driver.dialects = {&mysql_dialect(), &mariadb_dialect()};
  driver.simulate = mysql::simulate;
  driver.clients = {"mysql", "mariadb"};
  return driver;
}

}  // namespace strata
