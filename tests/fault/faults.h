// A connection that breaks, or takes its process along, at the n-th call. Wraps any real one; for
// tests. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/driver/driver.h"

namespace strata::test {

enum class Fault : std::uint8_t {
  LostBefore,    // the call is not executed
  LostAfter,     // it is, but its answer does not arrive
  KilledBefore,  // SIGKILL for the process
  KilledDuring,
  KilledAfter,
};

std::string to_string(Fault fault);
inline bool kills(Fault fault) { return fault >= Fault::KilledBefore; }

// Counts the calls of all connections of a run, from 1; at number `at` (0 = never) it strikes.
struct FaultPlan {
  std::size_t at = 0;
  Fault fault = Fault::LostBefore;
  std::size_t calls = 0;
  bool struck = false;
};

// The plan must outlive it. Only the connection that is struck is lost, so that another one can be
// opened.
std::unique_ptr<driver::Connection> with_faults(std::unique_ptr<driver::Connection> connection,
                                                FaultPlan& plan);

}  // namespace strata::test
