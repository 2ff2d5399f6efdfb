// The values that ${database....} has in changelogs. Not thread-safe, as its session.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/run/session.h"

namespace strata::run {

// Names with their values, as the reference has them; those without a value are left out.
std::vector<std::pair<std::string, std::string>> database_parameters(const Session& session);

}  // namespace strata::run
