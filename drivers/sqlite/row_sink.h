// Rows as values of prepared statements.
#pragma once

#include <memory>

#include "engine/driver/row_sink.h"

struct sqlite3;

namespace strata::sqlite {

// The handle must outlive it.
std::unique_ptr<driver::RowSink> take_rows(sqlite3* handle, const sql::RowsForm& form);

}  // namespace strata::sqlite
