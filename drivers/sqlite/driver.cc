#include "drivers/sqlite/driver.h"

#include <array>

#include "drivers/sqlite/client.h"
#include "drivers/sqlite/connection.h"
#include "drivers/sqlite/dialect.h"
#include "drivers/sqlite/simulation.h"

namespace strata {

driver::Driver sqlite_driver() {
  static constexpr std::array<std::string_view, 1> kSchemes{"sqlite"};
  driver::Driver driver;
  driver.name = "sqlite";
  driver.schemes = kSchemes;
  driver.dialects = {&sqlite_dialect()};
  driver.connect = sqlite::connect;
  driver.adopt = sqlite::adopt;
  driver.simulate = sqlite::simulate;
  driver.library_version = sqlite::library_version;
  driver.clients = {"sqlite3"};
  driver.call_client = sqlite::call_client;
  return driver;
}

}  // namespace strata
