// How long MySQL and MariaDB wait, and when they give way.
#include <algorithm>

#include <fmt/format.h>

#include "drivers/mysql/dialect.h"

namespace strata::mysql {
namespace {

std::string seconds(const std::optional<std::chrono::milliseconds>& value) {
  if (!value) return "DEFAULT";
  // Both take whole seconds, at least one.
  return std::to_string(
      std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(*value).count()));
}

}  // namespace

sql::Statements MySqlDialect::set_timeouts(const sql::Timeouts& timeouts, sql::TimeoutScope) const {
  // The first is for tables (ALTER waits for it), the second for rows.
  std::string text =
      fmt::format("SET SESSION lock_wait_timeout = {0}, innodb_lock_wait_timeout = {0}",
                  seconds(timeouts.lock));
  constexpr double kMsPerSecond = 1000;
  if (flavor_ == Flavor::MariaDb) {
    text += timeouts.statement
                ? fmt::format(", max_statement_time = {:.3f}",
                              static_cast<double>(timeouts.statement->count()) / kMsPerSecond)
                : ", max_statement_time = DEFAULT";
  } else {
    // Of SELECT alone: manual, "Server System Variables".
    text += timeouts.statement
                ? fmt::format(", max_execution_time = {}", timeouts.statement->count())
                : ", max_execution_time = DEFAULT";
  }
  return sql::one(std::move(text));
}

bool MySqlDialect::is_transient(const SqlFailure& failure) const {
  constexpr int kLockWaitTimeout = 1205;
  constexpr int kDeadlock = 1213;
  return failure.vendor_code == kLockWaitTimeout || failure.vendor_code == kDeadlock;
}

}  // namespace strata::mysql
