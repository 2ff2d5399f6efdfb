// SQL that a user hands over, statement by statement, with the rows it yields. Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "engine/run/session.h"

namespace strata::run {

struct OwnResult {
  std::string statement;
  driver::ResultSet rows;  // no columns: a statement without rows
  std::int64_t affected = 0;
};

// Each statement by itself, not in one transaction. Throws what the database refuses; the text must
// not have quotes that never end (Error(Usage)).
std::vector<OwnResult> run_own_sql(Session& session, const std::string& text,
                                   const std::string& delimiter);

}  // namespace strata::run
