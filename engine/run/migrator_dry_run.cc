// Tries an update without keeping any of it.
#include <algorithm>

#include <fmt/format.h>

#include "engine/run/action.h"
#include "engine/run/migrator.h"

namespace strata::run {

std::string Migrator::reason_not_to_try(const plan::Step& step) const {
  const model::ChangeSet& change_set = *step.change_set;
  if (ChangeSetRunner::has_client(change_set))
    return fmt::format("it runs with {}, which would keep what it does", *change_set.run_with);
  const bool has_program = std::any_of(
      change_set.changes.begin(), change_set.changes.end(),
      [&](const model::Change& one) { return runner_.applies(one) && runs_programs(one); });
  if (has_program) return "it runs a program, and what that does could not be undone";
  if (stands_alone(step)) return "it cannot run in a transaction";
  return "";
}

RunReport Migrator::dry_run(const plan::Goal& goal) {
  const plan::History history = session_.history().read();
  check_preconditions(history);
  const plan::UpdatePlan plan = this->plan(goal, history);
  order_ = history.last_order();
  RunReport report;
  report.skipped = plan.skipped;
  report.planned = plan.steps.size();
  StatementRunner& runner = session_.runner();
  const bool can_try = session_.dialect().traits().transactional_ddl;
  if (plan.steps.empty()) return report;
  try {
    if (can_try) {
      runner.begin();
      runner_.join_transaction(true);
      session_.make_history_table();
    }
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      const plan::Step& step = plan.steps[i];
      announce(plan, i);
      const std::string reason =
          can_try ? reason_not_to_try(step)
                  : fmt::format("{} could not undo it", session_.dialect().traits().product_name);
      if (reason.empty()) {
        run_joined(step, history, report);
      } else {
        session_.observer().change_set_not_tried(*step.change_set, reason);
      }
    }
  } catch (const Error& error) {
    report.error = error;
  }
  if (can_try) {
    runner_.join_transaction(false);
    runner.rollback();
  }
  return report;
}

}  // namespace strata::run
