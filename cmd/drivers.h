// The drivers that the program has.
#pragma once

#include <string>

#include "engine/driver/driver.h"

namespace strata::cmd {

// Those of this build, and those at `paths` (--driver-path: files or folders, separated by commas).
// Throws Error(Usage).
driver::Registry drivers(const std::string& paths = "");

}  // namespace strata::cmd
