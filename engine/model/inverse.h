// How to undo a change, as changes. Knows no database. Pure functions.
#pragma once

#include <optional>
#include <vector>

#include "engine/model/change.h"

namespace strata::model {

// The changes that undo it, in order; none for changes that leave nothing to undo (tagDatabase,
// empty). Absent if it cannot be undone without an explicit rollback (dropTable, sql, insert, ...).
std::optional<std::vector<Change>> inverse(const Change& change);

}  // namespace strata::model
