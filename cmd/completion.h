// Completion scripts for shells, from the tables of commands and options. Pure.
#pragma once

#include <string>

namespace strata::cmd {

// For bash, zsh or fish. Throws Error(Usage) for another.
std::string completion_script(const std::string& shell);

}  // namespace strata::cmd
