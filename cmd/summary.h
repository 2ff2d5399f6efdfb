// The last lines of a run, for people. Pure.
#pragma once

#include <chrono>
#include <string>

#include "cmd/style.h"
#include "engine/run/report.h"

namespace strata::cmd {

enum class RunKind : std::uint8_t { Update, DryRun, Rollback, Sync };

// What is said of changesets that were left out: nothing, how many, or each with its reason.
enum class SummaryDetail : std::uint8_t { Off, Counts, Each };

// What was done, how long it took, what stayed out and why. Ends with a newline.
std::string summary_text(RunKind kind, const run::RunReport& report,
                         std::chrono::milliseconds elapsed, SummaryDetail detail,
                         const Style& style);

}  // namespace strata::cmd
