// The drivers that this build of the program has. Client libraries that take long to load are in
// modules beside it, where the build says so.
#pragma once

#include "engine/driver/driver.h"

namespace strata::cmd {

driver::Registry built_in_drivers();

}  // namespace strata::cmd
