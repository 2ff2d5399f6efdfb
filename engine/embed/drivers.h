// The drivers that a program has: those of this build, and those that users name.
#pragma once

#include <filesystem>

#include "engine/driver/driver.h"

namespace strata::embed {

// Client libraries are loaded at the first connection, from modules beside `program`, the file of
// the program or of the library it is in.
driver::Registry built_in_drivers(const std::filesystem::path& program);

// Adds a driver out of a shared library, or those of all in a folder. Throws Error(Usage): what
// loading throws, a folder without any, one whose addresses another driver has already.
void add_drivers(driver::Registry& registry, const std::filesystem::path& path);
// The same check, for one that is there already.
void add_driver(driver::Registry& registry, driver::Driver driver);

}  // namespace strata::embed
