// After an update whose connection was lost during a commit. Not thread-safe.
#pragma once

#include <functional>

#include "engine/run/observer.h"
#include "engine/run/report.h"

namespace strata::run {

// Goes on as the next run would, in a new session and at most so many times, as long as `report`
// says that this is possible; `report` is then that of all of them. Where no new session can be
// had, it stays what it is. What `run` throws, it throws.
void go_on(RunReport& report, std::size_t most, const std::function<void()>& open_session,
           const std::function<RunReport()>& run, Observer& observer);

}  // namespace strata::run
