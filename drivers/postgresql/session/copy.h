// COPY ... FROM STDIN: rows as lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/driver/connection.h"

namespace pqxx {
class connection_base;
}  // namespace pqxx

namespace strata::postgresql {

// What it needs of its connection.
class CopySession {
 public:
  virtual ~CopySession() = default;

  virtual pqxx::connection_base& handle() = 0;
  virtual std::int64_t execute(std::string_view statement) = 0;
  virtual driver::ResultSet query(std::string_view statement) = 0;
  // What is thrown for a COPY that failed; the transaction counts as aborted.
  virtual Error failed(const std::exception& error, std::string_view statement) = 0;
};

// A COPY under way, during which the connection runs no statement. Throws as libpqxx does. Not
// thread-safe.
class Copy {
 public:
  // `what` follows the word COPY.
  Copy(pqxx::connection_base& handle, const std::string& what);
  ~Copy();
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  // One or several lines; a missing end of the last one is added.
  void write(const std::string& lines);
  void complete();

 private:
  struct Stream;

  std::unique_ptr<Stream> stream_;
};

// "COPY t, line 3, column id: ..." in whichever language; from 1.
std::optional<std::size_t> line_of_copy(std::string_view message);

// Runs a COPY ... FROM stdin with its rows; returns how many lines they are. Throws Error, whose
// SqlFailure::row is a line, from 0.
std::int64_t copy_rows(CopySession& session, std::string_view statement, std::string_view rows);

}  // namespace strata::postgresql
