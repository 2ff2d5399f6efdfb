// Carries out `modifySql`: edits of the text of statements. Pure.
#pragma once

#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/model/sql_visitor.h"
#include "engine/sql/statement.h"

namespace strata::sql {

// Each edit in turn on each statement; in a rollback, those with applyToRollback. Throws
// Error(Changelog) at the edit for a regular expression that is none.
void modify(Statements& statements, const std::vector<model::SqlVisitor>& visitors,
            bool rolling_back);

// Reports regular expressions that are none.
void check(const std::vector<model::SqlVisitor>& visitors, Diagnostics& diagnostics);

}  // namespace strata::sql
