// The texts that `--help` and the manual page show, from the tables of commands and options. Pure.
#pragma once

#include <string>

#include "cmd/commands.h"
#include "cmd/style.h"

namespace strata::cmd {

// All commands, and how to learn more.
std::string program_help(const Style& style);

// A command with its options and an example.
std::string command_help(const Command& command, const Style& style);

// strata.1, in the man macros.
std::string manual_page();

}  // namespace strata::cmd
