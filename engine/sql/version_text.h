// Versions as servers and addresses write them. Pure.
#pragma once

#include <string_view>

#include "engine/sql/target.h"

namespace strata::sql {

// "15.0", "10.11.6-MariaDB-0+deb12u1": the numbers, as far as they go.
Version leading_version(std::string_view text);

}  // namespace strata::sql
