#include "engine/run/observer.h"

#include <fmt/format.h>

#include "engine/base/duration.h"

namespace strata::run {

void Observer::retries(const model::ChangeSet& change_set, const Error& error, std::size_t attempt,
                       std::size_t attempts, std::chrono::milliseconds pause) {
  warning(fmt::format("changeset {} gave way: {}; trying again in {} ({} of {})",
                      model::to_string(change_set.key), error.what(), to_text(pause), attempt,
                      attempts));
}

void Observer::change_set_resumes(const model::ChangeSet& change_set, std::size_t executed) {
  warning(fmt::format("changeset {} was cut off in an earlier run: going on behind its first {}",
                      model::to_string(change_set.key),
                      executed == 1 ? "statement" : fmt::format("{} statements", executed)));
}

}  // namespace strata::run
