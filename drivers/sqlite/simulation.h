// A schema without a database: an in-memory SQLite database that takes the statements made so far,
// so that it cannot disagree with a real one about what they do. Not thread-safe.
#pragma once

#include <memory>

#include "engine/driver/connection.h"
#include "engine/schema/schema_view.h"

namespace strata::sqlite {

// Starts with the tables, indexes, triggers and views of `live`, or empty without it.
std::unique_ptr<schema::Simulation> simulate(driver::Connection* live);

}  // namespace strata::sqlite
