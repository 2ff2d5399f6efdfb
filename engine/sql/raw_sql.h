// SQL that users wrote: `sql` and `sqlFile`. Pure functions.
#pragma once

#include <optional>

#include "engine/model/change.h"
#include "engine/sql/statement.h"

namespace strata::sql {

// Its text in one piece, as it was written; absent for other changes.
std::optional<Statement> whole_text(const model::Change& change);

}  // namespace strata::sql
