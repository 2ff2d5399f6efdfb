// The options of the clients that `runWith` names: --psql-path, --mysql-args and so on. Pure.
#pragma once

#include <vector>

#include "cmd/option_table.h"

namespace strata::cmd {

std::vector<OptionSpec> client_option_specs();

}  // namespace strata::cmd
