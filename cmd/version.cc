#include "cmd/version.h"

#include <fmt/format.h>

#include "cmd/workspace.h"

namespace strata::cmd {

std::string version_text() {
  std::string text = fmt::format("strata {}\n", STRATA_VERSION);
  const driver::Registry registry = built_in_drivers();
  for (const driver::Driver& driver : registry.all()) {
    if (driver.library_version)
      text += fmt::format("  {}: {}\n", driver.name, driver.library_version());
  }
  text += fmt::format("  fmt {}.{}.{}\n", FMT_VERSION / 10000, FMT_VERSION / 100 % 100,
                      FMT_VERSION % 100);
  return text;
}

}  // namespace strata::cmd
