// Reads the command line and runs the command it names.
#pragma once

#include <string>
#include <vector>

#include "cmd/exit_code.h"
#include "cmd/signals.h"

namespace strata::cmd {

// `words` without the program's name. Throws Error(Usage) for what cannot be understood, and what
// the command throws.
ExitCode run_command_line(const std::vector<std::string>& words, SignalWatch& signals);

}  // namespace strata::cmd
