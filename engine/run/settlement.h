// Finds out by the schema whether a statement has run of which only its start is known. Not
// thread-safe.
#pragma once

#include <cstdint>

#include "engine/schema/schema_view.h"
#include "engine/sql/effect.h"

namespace strata::run {

enum class Settlement : std::uint8_t {
  Done,
  NotDone,
  Remains,  // not done, but a part of an index is in the way
  Unknown,  // the schema does not tell
};

// Throws what reading the schema throws.
Settlement settle(const sql::Effect& effect, schema::SchemaView& schema);

}  // namespace strata::run
