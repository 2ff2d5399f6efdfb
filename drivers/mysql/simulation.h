// What a database will contain after a script's statements, for rendering the ones that follow.
// Pure but for what it asks the connection.
#pragma once

#include <memory>

#include "engine/driver/connection.h"
#include "engine/schema/schema_view.h"

namespace strata::mysql {

// nullptr without a connection.
std::unique_ptr<schema::Simulation> simulate(driver::Connection* live);

}  // namespace strata::mysql
