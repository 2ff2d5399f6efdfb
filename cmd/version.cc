#include "cmd/version.h"

#include <fmt/format.h>

#include "cmd/drivers.h"
#include "engine/base/error.h"

namespace strata::cmd {
namespace {

// A driver may be there without the library that it needs.
std::string library_version(const driver::Driver& driver) {
  try {
    return driver.library_version();
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

std::string version_text() {
  std::string text = fmt::format("strata {}\n", STRATA_VERSION);
  const driver::Registry registry = drivers();
  for (const driver::Driver& driver : registry.all()) {
    text += fmt::format("  {}: {}\n", driver.name, library_version(driver));
  }
  text += fmt::format("  fmt {}.{}.{}\n", FMT_VERSION / 10000, FMT_VERSION / 100 % 100,
                      FMT_VERSION % 100);
  return text;
}

}  // namespace strata::cmd
