// A module of a version that never was.
#include <cstdlib>

#include "engine/driver/module.h"

#undef STRATA_MODULE_VERSION
#define STRATA_MODULE_VERSION "0.0.0"

STRATA_DRIVER_MODULE((std::abort(), strata::driver::Driver()))
