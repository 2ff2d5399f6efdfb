// The world outside the database that a run depends on, so that tests can fix it. Plain data.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace strata::run {

struct Environment {
  std::function<std::int64_t()> now_ms;  // since 1970, UTC
  std::string host;                      // "name (address)", for LOCKEDBY
  std::string version;                   // for the LIQUIBASE column, at most 20 characters
};

// The machine's clock and host name.
Environment system_environment();

// "2026-11-23T09:52:20.373", local time.
std::string local_iso_time(std::int64_t now_ms);

}  // namespace strata::run
