// Rows as COPY takes them: straight into their table, or beside it to be merged.
#pragma once

#include <exception>
#include <memory>
#include <string_view>

#include "engine/base/error.h"
#include "engine/driver/row_sink.h"

namespace pqxx {
class connection_base;
class result;
}  // namespace pqxx

namespace strata::postgresql {

// What it needs of its connection.
class CopySession {
 public:
  virtual ~CopySession() = default;

  virtual pqxx::connection_base& handle() = 0;
  virtual pqxx::result run(std::string_view statement) = 0;
  // What is thrown for a COPY that failed; the transaction counts as aborted.
  virtual Error failed(const std::exception& error, std::string_view statement) = 0;
};

// nullptr where COPY would not do as INSERT does: for tables with rules or row security, for views.
// The session must outlive it.
std::unique_ptr<driver::RowSink> take_rows(CopySession& session, const sql::RowsForm& form);

}  // namespace strata::postgresql
