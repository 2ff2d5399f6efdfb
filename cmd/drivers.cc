#include "cmd/drivers.h"

#ifdef STRATA_WITH_SQLITE
#include "drivers/sqlite/driver.h"
#endif
#ifdef STRATA_WITH_POSTGRESQL
#include "drivers/postgresql/driver.h"
#endif
#ifdef STRATA_WITH_MYSQL
#include "drivers/mysql/driver.h"
#endif

#ifdef STRATA_MODULE_FOLDER
#include "engine/driver/module.h"
#endif

namespace strata::cmd {
namespace {

#ifdef STRATA_MODULE_FOLDER

// Where the program was installed, or built. What needs no module must run where /proc is missing,
// too; the path is then one that cannot be, not one below the current folder.
std::filesystem::path module_file(std::string_view name) {
  const std::filesystem::path self = "/proc/self/exe";
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink(self, failed);
  if (failed) return (self / name).concat(".so");
  const std::filesystem::path beside = program.parent_path() / "modules";
  const bool is_built = std::filesystem::exists(beside, failed);
  const std::filesystem::path folder =
      is_built ? beside : program.parent_path() / STRATA_MODULE_FOLDER;
  return (folder / name).lexically_normal().concat(".so");
}

driver::Driver with_module(driver::Driver outline) {
  std::filesystem::path file = module_file(outline.name);
  return driver::with_module(std::move(outline), std::move(file));
}

#endif

}  // namespace

driver::Registry built_in_drivers() {
  driver::Registry registry;
#ifdef STRATA_WITH_SQLITE
  registry.add(sqlite_driver());
#endif
#if defined(STRATA_WITH_POSTGRESQL) && defined(STRATA_MODULE_FOLDER)
  registry.add(with_module(postgresql_dialect_driver()));
#elif defined(STRATA_WITH_POSTGRESQL)
  registry.add(postgresql_driver());
#endif
#if defined(STRATA_WITH_MYSQL) && defined(STRATA_MODULE_FOLDER)
  registry.add(with_module(mysql_dialect_driver()));
#elif defined(STRATA_WITH_MYSQL)
  registry.add(mysql_driver());
#endif
  return registry;
}

}  // namespace strata::cmd
