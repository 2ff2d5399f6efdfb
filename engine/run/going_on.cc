#include "engine/run/going_on.h"

#include <fmt/format.h>

namespace strata::run {

void go_on(RunReport& report, std::size_t most, const std::function<void()>& open_session,
           const std::function<RunReport()>& run, Observer& observer) {
  for (std::size_t i = 0; i < most && report.can_go_on; ++i) {
    try {
      open_session();
    } catch (const Error&) {
      return;
    }
    observer.diagnosed(
        make_diagnostic(Severity::Warning, {}, fmt::format("{}; going on", report.error->what())));
    RunReport next = run();
    report.applied.insert(report.applied.end(), next.applied.begin(), next.applied.end());
    report.tolerated.insert(report.tolerated.end(), next.tolerated.begin(), next.tolerated.end());
    report.rows_affected += next.rows_affected;
    report.in_doubt = std::move(next.in_doubt);
    report.error = std::move(next.error);
    report.can_go_on = next.can_go_on;
  }
}

}  // namespace strata::run
