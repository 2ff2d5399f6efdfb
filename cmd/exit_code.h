// What the program's exit status tells scripts. Part of the interface: numbers never change their
// meaning.
#pragma once

#include "engine/base/error.h"

namespace strata::cmd {

enum class ExitCode : int {
  Done = 0,
  Internal = 1,
  Usage = 2,
  Changelog = 3,
  Checksum = 4,
  Sql = 5,
  Connection = 6,
  Lock = 7,
  Rollback = 8,
  Stopped = 9,
  Precondition = 10,
  Pending = 11,
  HalfDone = 12,
  Interrupted = 130,
};

ExitCode exit_code_for(ErrorKind kind);

}  // namespace strata::cmd
