// What the options --psql-args and the like ask for. Pure.
#pragma once

#include <string>

#include "cmd/options.h"
#include "engine/run/client_settings.h"

namespace strata::cmd {

// Throws Error(Usage) for what cannot be meant.
run::ClientSettings client_settings(const std::string& client, const ClientOptions& options);

}  // namespace strata::cmd
