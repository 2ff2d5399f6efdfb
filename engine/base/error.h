// The one exception type of Strata. Foreign exceptions are converted to it where they enter: in the
// document readers and in each driver's errors.cc. Immutable once thrown.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/location.h"

namespace strata {

// What went wrong, as far as a caller acts differently on it. The program maps each to an exit
// code.
enum class ErrorKind : std::uint8_t {
  Internal,    // a defect of Strata
  Usage,       // wrong option, wrong URL, unknown command
  Changelog,   // the changelog is invalid; nothing was executed
  Checksum,    // an executed changeset was edited
  Rollback,    // something cannot be rolled back, or the tag/count/date does not exist
  Sql,         // the database refused a statement
  Command,     // a program that a change runs failed
  Stopped,     // a `stop` change ended the run
  Connection,  // no connection, or it was lost
  Lock,        // somebody else holds the lock
  Precondition,
  HalfDone,     // of a changeset only a part ran, and a person has to say how it goes on
  Interrupted,  // SIGINT, SIGTERM or a cancelled embedding
};

// What the server said of a statement.
struct SqlFailure {
  std::string statement;
  std::string sqlstate;  // five characters, or empty
  std::int64_t vendor_code = 0;
  std::optional<std::size_t> offset;  // byte of the statement that the server points at
  // Of the rows it was given, from 0, the one that it points at.
  std::optional<std::size_t> row = std::nullopt;
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : runtime_error(message), kind_(kind) {}

  ErrorKind kind() const { return kind_; }
  const std::string& hint() const { return hint_; }
  const std::optional<SqlFailure>& sql() const { return sql_; }
  // All mistakes where there are several, or the one with its place in a file.
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

  Error&& with_hint(std::string hint) &&;
  Error&& with_sql(SqlFailure sql) &&;
  Error&& at(const Location& place) &&;
  Error&& with_diagnostics(std::vector<Diagnostic> diagnostics) &&;

 private:
  ErrorKind kind_;
  std::string hint_;
  std::optional<SqlFailure> sql_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace strata
