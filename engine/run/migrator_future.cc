// How to undo what has not run yet.
#include <algorithm>

#include <fmt/format.h>

#include "engine/run/migrator.h"

namespace strata::run {
namespace {

plan::RanChangeSet row_to_come(const plan::Step& step) {
  plan::RanChangeSet row;
  row.key = step.change_set->key;
  row.exec_type = "EXECUTED";
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
  std::deque<plan::RanChangeSet> rows = history.rows();
  std::transform(update.steps.begin(), update.steps.end(), std::back_inserter(rows), row_to_come);
  const plan::History to_come(std::move(rows));
  const plan::RollbackPlan undoing =
      plan_undoing(to_come, plan::last_rows(to_come, update.steps.size()));
  print_header("SQL to roll back currently unexecuted changes");
  return undo_all(undoing);
}

}  // namespace strata::run
