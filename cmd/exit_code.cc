#include "cmd/exit_code.h"

namespace strata::cmd {

ExitCode exit_code_for(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Usage:
      return ExitCode::Usage;
    case ErrorKind::Changelog:
      return ExitCode::Changelog;
    case ErrorKind::Precondition:
      return ExitCode::Precondition;
    case ErrorKind::Checksum:
      return ExitCode::Checksum;
    case ErrorKind::Rollback:
      return ExitCode::Rollback;
    case ErrorKind::Sql:
    case ErrorKind::Command:
      return ExitCode::Sql;
    case ErrorKind::Stopped:
      return ExitCode::Stopped;
    case ErrorKind::Connection:
      return ExitCode::Connection;
    case ErrorKind::Lock:
      return ExitCode::Lock;
    case ErrorKind::HalfDone:
      return ExitCode::HalfDone;
    case ErrorKind::Interrupted:
      return ExitCode::Interrupted;
    case ErrorKind::Internal:
      break;
  }
  return ExitCode::Internal;
}

}  // namespace strata::cmd
