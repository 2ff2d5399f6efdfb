// What `strata --version` says.
#pragma once

#include <string>

namespace strata::cmd {

// The program's version, and those of the libraries it runs with.
std::string version_text();

}  // namespace strata::cmd
