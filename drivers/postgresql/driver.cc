#include "drivers/postgresql/driver.h"

#include <array>

#include "drivers/postgresql/dialect.h"
#include "drivers/postgresql/simulation.h"

namespace strata {

driver::Driver postgresql_dialect_driver() {
  static constexpr std::array<std::string_view, 1> kSchemes{"postgresql"};
  driver::Driver driver;
  driver.name = "postgresql";
  driver.schemes = kSchemes;
  driver.dialects = {&postgresql_dialect()};
  driver.simulate = postgresql::simulate;
  driver.clients = {"psql"};
  return driver;
}

}  // namespace strata
