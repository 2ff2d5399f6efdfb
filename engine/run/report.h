// What a run did, also when it failed. Plain data.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/changeset.h"
#include "engine/plan/update_plan.h"

namespace strata::run {

struct Applied {
  model::ChangeSetKey key;
  std::string_view exec_type;  // EXECUTED, RERAN; empty for a rollback
  std::chrono::milliseconds duration{};
};

struct RunReport {
  std::vector<Applied> applied;
  // Changesets with failOnError: false that failed; nothing of them is in the history.
  std::vector<std::pair<model::ChangeSetKey, Error>> tolerated;
  // Changesets of which it could not be found out whether they were applied (rolled back): the
  // connection was lost while they were committed.
  std::vector<model::ChangeSetKey> in_doubt;
  std::vector<plan::Skipped> skipped;  // points into the changelog
  std::size_t planned = 0;
  std::int64_t rows_affected = 0;
  std::optional<Error> error;  // what ended the run before its plan was done
  // The error is a connection lost during a commit, and the history has told whether that arrived:
  // a new session can go on.
  bool can_go_on = false;
};

}  // namespace strata::run
