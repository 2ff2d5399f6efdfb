// A password that is typed in.
#pragma once

#include <string>

namespace strata::cmd {

// Asks on the terminal, without showing what is typed. Throws Error(Usage) without a terminal.
std::string ask_for_password(const std::string& display_url);

}  // namespace strata::cmd
