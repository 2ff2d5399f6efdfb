// Rows as COPY takes them: straight into their table, or beside it to be merged.
#pragma once

#include <memory>

#include "drivers/postgresql/session/copy.h"
#include "engine/driver/row_sink.h"

namespace strata::postgresql {

// nullptr where COPY would not do as INSERT does: for tables with rules or row security, for views.
// The session must outlive it.
std::unique_ptr<driver::RowSink> take_rows(CopySession& session, const sql::RowsForm& form);

}  // namespace strata::postgresql
