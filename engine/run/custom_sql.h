// SQL texts of custom changes. Not thread-safe.
#pragma once

#include <string>

#include "engine/run/custom_change.h"

namespace strata::run {

// Cuts the text into statements and runs them within the changeset, or prints them. Throws
// Error(Sql) for a quote or comment that is open, and what running throws; `source` names the text
// there ("" = it has no name).
void run_sql(CustomContext& context, const std::string& text, const std::string& source);

}  // namespace strata::run
