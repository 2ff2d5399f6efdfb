// The options of the clients that `runWith` names: --psql-path, --mysql-args and so on. Pure.
#pragma once

#include <vector>

#include "cmd/option_table.h"
#include "engine/run/client_settings.h"

namespace strata::cmd {

std::vector<OptionSpec> client_option_specs();

// Throws Error(Usage) for values that are none.
run::AllClientSettings client_settings(const Options& options);

}  // namespace strata::cmd
