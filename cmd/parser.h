// The command line, the environment and configuration files as one request.
#pragma once

#include <string>
#include <vector>

#include "cmd/commands.h"
#include "cmd/options.h"
#include "engine/base/diagnostic.h"

namespace strata::cmd {

struct Request {
  const Command* command = nullptr;
  Options options;
  std::string answer;  // of --help and --version: print it, and do nothing else
  std::vector<Diagnostic> warnings;
};

// `words` without the program's name. Throws Error(Usage) for what cannot be understood.
Request parse(const std::vector<std::string>& words);

}  // namespace strata::cmd
