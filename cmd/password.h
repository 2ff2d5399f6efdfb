// Where a password comes from other than options and the environment.
#pragma once

#include <string>

namespace strata::cmd {

// The first line of a file. Throws Error(Usage) if it cannot be read.
std::string read_password_file(const std::string& path);

// Asks on the terminal, without showing what is typed. Throws Error(Usage) without a terminal.
std::string ask_for_password(const std::string& display_url);

}  // namespace strata::cmd
