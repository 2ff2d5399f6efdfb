// Decides which changesets a rollback undoes, newest first, and finds how. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/model/changeset.h"
#include "engine/plan/history.h"
#include "engine/plan/selection.h"

namespace strata::plan {

struct RollbackStep {
  const model::ChangeSet* change_set = nullptr;
  const RanChangeSet* row = nullptr;
  std::vector<model::Change> changes;  // that undo it, in order
};

// Points into the changelog and the history it was made from: it must not outlive them.
struct RollbackPlan {
  std::vector<RollbackStep> steps;
};

// The rows to undo, newest first. Throw Error(Rollback): no such tag.
std::vector<const RanChangeSet*> rows_after_tag(const History& history, const std::string& tag);
std::vector<const RanChangeSet*> last_rows(const History& history, std::size_t count);
// `date` as "2020-01-02 03:04:05"; rows that ran later. Texts are compared, so both must be in the
// database's zone.
std::vector<const RanChangeSet*> rows_after(const History& history, const std::string& date);
// Of one deployment; of the newest one if `deployment_id` is empty.
std::vector<const RanChangeSet*> rows_of_deployment(const History& history,
                                                    const std::string& deployment_id);
std::vector<const RanChangeSet*> row_of(const History& history, const model::ChangeSetKey& key);

// Those that ran but are not in the changelog, in the order they ran.
std::vector<const RanChangeSet*> unexpected_rows(const History& history,
                                                 const model::Changelog& changelog);

// Whether somebody has said how a custom change is undone.
using CanUndo = std::function<bool(const model::CustomChange&)>;

// The rows before those of `rows` tell what was there. Throws Error(Rollback) with a diagnostic for
// each row that is not in the changelog, and for each change that has neither an inverse nor an
// explicit rollback, so that nothing is undone by halves.
RollbackPlan plan_rollback(const model::Changelog& changelog, const History& history,
                           const std::vector<const RanChangeSet*>& rows, const Selection& selection,
                           const CanUndo& can_undo = nullptr);

}  // namespace strata::plan
