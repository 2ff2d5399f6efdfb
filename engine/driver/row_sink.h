// Takes rows as values, which is many times faster than as statements. Not thread-safe.
#pragma once

#include <cstdint>

#include "engine/sql/row_value.h"

namespace strata::driver {

class RowSink {
 public:
  RowSink() = default;
  RowSink(const RowSink&) = delete;
  RowSink& operator=(const RowSink&) = delete;
  // Rows that were added since the last flush() do not arrive where the database can leave them.
  virtual ~RowSink() = default;

  // False if only a statement can say this row: nothing happened then. Else the row is on its way,
  // and until flush() the connection runs no statement. Throws as Connection does, here or in
  // flush(); SqlFailure::row counts from the last flush().
  virtual bool add(const sql::Row& row) = 0;
  // Ends when all rows are there; returns how many were changed.
  virtual std::int64_t flush() = 0;
};

}  // namespace strata::driver
