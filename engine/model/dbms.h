// `dbms` lists of changesets, changes and properties: "postgresql, !sqlite". Pure functions.
#pragma once

#include <string_view>

#include "engine/model/value.h"

namespace strata::model {

// Whether a list applies to the database with that short name. Absent or empty lists apply to all.
// Case counts, as in the reference: lower-case a changeset's list before.
bool dbms_matches(const Text& list, std::string_view short_name);

}  // namespace strata::model
