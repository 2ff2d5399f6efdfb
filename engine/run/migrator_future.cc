// How to undo what has not run yet.
#include <algorithm>

#include <fmt/format.h>

#include "engine/run/migrator.h"

namespace strata::run {
namespace {

plan::RanChangeSet row_to_come(const plan::Step& step) {
  plan::RanChangeSet row;
  row.key = step.change_set->key;
  row.checksum = step.checksum;
  return row;
}

}  // namespace

RunReport Migrator::future_rollback(const plan::Goal& goal) {
  const plan::History history = session_.history().read();
  const plan::UpdatePlan update = plan(goal, history);
  rebuild_offline_schema(history);
  for (const plan::Step& step : update.steps) {
    if (schema::Simulation* schema = session_.simulated_schema())
      simulate(*step.change_set, *schema);
  }
  std::vector<plan::RanChangeSet> rows;
  std::transform(update.steps.rbegin(), update.steps.rend(), std::back_inserter(rows), row_to_come);
  std::vector<const plan::RanChangeSet*> pointers;
  for (const plan::RanChangeSet& row : rows) pointers.push_back(&row);
  const plan::RollbackPlan undoing = plan::plan_rollback(changelog_, pointers, selection_);
  print_header("SQL to roll back currently unexecuted changes");
  return undo_all(undoing);
}

}  // namespace strata::run
