#include "engine/embed/drivers.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#ifdef STRATA_WITH_SQLITE
#include "drivers/sqlite/driver.h"
#endif
#ifdef STRATA_WITH_POSTGRESQL
#include "drivers/postgresql/driver.h"
#endif
#ifdef STRATA_WITH_MYSQL
#include "drivers/mysql/driver.h"
#endif

#include "engine/base/error.h"
#include "engine/driver/module.h"

namespace strata::embed {
namespace {

namespace fs = std::filesystem;

#ifdef STRATA_MODULE_FOLDER

// A build has its modules in a folder of that name; installed, they are where both the program and
// the library know a way to. Without any of these, the last one is what the error names.
fs::path module_file(const fs::path& program, std::string_view name) {
  const fs::path folder = program.parent_path();
  const std::array candidates = {folder / "modules", folder / "strata",
                                 (folder / STRATA_MODULE_FOLDER).lexically_normal()};
  for (const fs::path& candidate : candidates) {
    std::error_code failed;
    fs::path file = (candidate / name).concat(".so");
    if (fs::exists(file, failed)) return file;
  }
  return (candidates.back() / name).concat(".so");
}

driver::Driver from_module(driver::Driver outline, const fs::path& program) {
  fs::path file = module_file(program, outline.name);
  return driver::with_module(std::move(outline), std::move(file));
}

#endif

}  // namespace

driver::Registry built_in_drivers([[maybe_unused]] const fs::path& program) {
  driver::Registry registry;
#ifdef STRATA_WITH_SQLITE
  registry.add(sqlite_driver());
#endif
#if defined(STRATA_WITH_POSTGRESQL) && defined(STRATA_MODULE_FOLDER)
  registry.add(from_module(postgresql_dialect_driver(), program));
#elif defined(STRATA_WITH_POSTGRESQL)
  registry.add(postgresql_driver());
#endif
#if defined(STRATA_WITH_MYSQL) && defined(STRATA_MODULE_FOLDER)
  registry.add(from_module(mysql_dialect_driver(), program));
#elif defined(STRATA_WITH_MYSQL)
  registry.add(mysql_driver());
#endif
  return registry;
}

void add_driver(driver::Registry& registry, driver::Driver driver) {
  for (const std::string_view scheme : driver.schemes) {
    if (const driver::Driver* other = registry.for_scheme(scheme)) {
      throw Error(ErrorKind::Usage, fmt::format("the drivers {} and {} both take {}: addresses",
                                                other->name, driver.name, scheme));
    }
  }
  registry.add(std::move(driver));
}

void add_drivers(driver::Registry& registry, const fs::path& path) {
  if (!fs::is_directory(path)) {
    add_driver(registry, driver::load_module(path));
    return;
  }
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
    if (entry.path().extension() == ".so") files.push_back(entry.path());
  }
  if (files.empty())
    throw Error(ErrorKind::Usage, fmt::format("there is no driver in {}", path.string()));
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) add_driver(registry, driver::load_module(file));
}

}  // namespace strata::embed
