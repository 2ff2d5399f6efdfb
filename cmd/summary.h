// The last lines of a run, for people. Pure.
#pragma once

#include <chrono>
#include <string>

#include "cmd/style.h"
#include "engine/run/report.h"

namespace strata::cmd {

enum class RunKind : std::uint8_t { Update, Rollback, Sync };

// What was done, how long it took, what stayed out and why. Ends with a newline.
std::string summary_text(RunKind kind, const run::RunReport& report,
                         std::chrono::milliseconds elapsed, const Style& style);

}  // namespace strata::cmd
