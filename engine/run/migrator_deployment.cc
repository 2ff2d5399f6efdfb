// Runs the changesets of an update: each for itself, or together as one transaction; and looks
// after what runs that were cut off have left.
#include <algorithm>

#include <fmt/format.h>

#include "engine/run/migrator.h"

namespace strata::run {

using model::ChangeSet;

bool Migrator::has_old_journal() {
  const Journal journal(session_.dialect(), session_.target(), session_.options().tracking,
                        session_.runner(), *session_.connection());
  return journal.is_there();
}

void Migrator::close_journal() noexcept {
  try {
    runner_.close_journal();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
    // Then the next run does it.
  }
}

void Migrator::tell_half_done(const plan::UpdatePlan& plan) const {
  if (runner_.journal() == nullptr) return;
  for (const JournalEntry& entry : runner_.journal()->entries()) {
    const std::string name = model::to_string(entry.key);
    if (entry.direction == Direction::Back) {
      throw Error(ErrorKind::HalfDone, fmt::format("changeset {} is half rolled back", name))
          .with_hint(fmt::format(
              "{} of its rollback ran: finish it with the same rollback command",
              entry.executed == 1 ? "1 statement" : fmt::format("{} statements", entry.executed)));
    }
    const bool is_planned =
        std::any_of(plan.steps.begin(), plan.steps.end(), [&](const plan::Step& step) {
          return model::lookup_key(step.change_set->key) == model::lookup_key(entry.key);
        });
    if (!is_planned)
      session_.observer().warning(
          fmt::format("changeset {} is half done, and not part of this run", name));
  }
}

void Migrator::tell_half_done(const plan::RollbackPlan& plan) const {
  if (runner_.journal() == nullptr) return;
  for (const JournalEntry& entry : runner_.journal()->entries()) {
    const bool is_planned =
        std::any_of(plan.steps.begin(), plan.steps.end(), [&](const plan::RollbackStep& step) {
          return model::lookup_key(step.change_set->key) == model::lookup_key(entry.key);
        });
    if (!is_planned) {
      session_.observer().warning(
          fmt::format("changeset {} is half {}, which stays as it is", model::to_string(entry.key),
                      entry.direction == Direction::Back ? "rolled back" : "done"));
    }
  }
}

Error Migrator::settled(const Error& error, const Commit& commit, RunReport& report) {
  const std::string name = model::to_string(commit.key);
  const bool is_back = commit.row == HistoryRowWhenDone::Gone;
  try {
    const std::unique_ptr<driver::Connection> connection = session_.connect_again();
    TableHistory store(session_.tracking(), session_.runner(), connection.get());
    const plan::History history = store.read();
    const plan::RanChangeSet* found = history.find(commit.key);
    const bool is_done =
        is_back ? found == nullptr : found != nullptr && found->order_executed >= commit.order;
    const std::string_view verb = is_back ? "rolled back" : "applied";
    if (is_done) report.applied.push_back({commit.key, is_back ? "" : "EXECUTED", {}});
    report.can_go_on = true;
    return Error(
               error.kind(),
               fmt::format("the connection was lost while changeset {} was committed; the history "
                           "says that it was {}{}",
                           name, is_done ? "" : "not ", verb))
        .with_hint("run the same again to go on");
  } catch (const Error&) {
    report.in_doubt.push_back(commit.key);
    return Error(error.kind(),
                 fmt::format("the connection was lost while changeset {} was committed; whether it "
                             "was is not known, as the database cannot be reached",
                             name))
        .with_hint("the history tells when the database is back, and the next run goes by it");
  }
}

void Migrator::announce(const plan::UpdatePlan& plan, std::size_t index) {
  const ChangeSet& change_set = *plan.steps[index].change_set;
  runner_.stop_if_asked();
  session_.observer().change_set_starts(change_set, index + 1, plan.steps.size());
  session_.runner().comment("Changeset " + model::to_string(change_set.key));
  if (!change_set.comments.empty()) session_.runner().comment(change_set.comments);
}

void Migrator::run_tolerantly(const plan::Step& step, const plan::History& history,
                              RunReport& report) {
  const ChangeSet& change_set = *step.change_set;
  try {
    run_step(step, history, report);
  } catch (const Error& error) {
    const bool tolerable = error.kind() == ErrorKind::Sql || error.kind() == ErrorKind::Command;
    if (change_set.fail_on_error || !tolerable) throw;
    session_.observer().change_set_tolerated(change_set, error);
    report.tolerated.emplace_back(change_set.key, error);
  }
}

void Migrator::run_steps(const plan::UpdatePlan& plan, const plan::History& history,
                         RunReport& report) {
  if (session_.options().single_transaction && session_.is_live())
    return run_together(plan, history, report);
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    announce(plan, i);
    run_tolerantly(plan.steps[i], history, report);
  }
}

bool Migrator::stands_alone(const plan::Step& step) const {
  const Journal* journal = runner_.journal();
  if (journal != nullptr && journal->find(step.change_set->key) != nullptr) return true;
  return runner_.transaction_need(*step.change_set, step.change_set->changes) !=
         sql::TransactionNeed::Any;
}

void Migrator::check_single_transaction(const plan::UpdatePlan& plan) const {
  if (!session_.options().single_transaction) return;
  const sql::Dialect& dialect = session_.dialect();
  if (!dialect.traits().transactional_ddl) {
    throw Error(ErrorKind::Usage,
                fmt::format("--single-transaction: {} commits CREATE, ALTER and DROP at once",
                            dialect.traits().product_name))
        .with_hint("leave it out: a run that fails goes on where it ended");
  }
  for (const plan::Step& step : plan.steps) {
    if (!stands_alone(step)) continue;
    session_.observer().warning(
        fmt::format("{} runs outside the single transaction: what comes before it is committed "
                    "first",
                    model::to_string(step.change_set->key)));
  }
}

// With a place to go back to where a failure is tolerated.
void Migrator::run_joined(const plan::Step& step, const plan::History& history, RunReport& report) {
  if (step.change_set->fail_on_error) return run_step(step, history, report);
  StatementRunner& runner = session_.runner();
  runner.run_all(sql::one("SAVEPOINT strata_change_set"));
  const std::size_t tolerated = report.tolerated.size();
  run_tolerantly(step, history, report);
  if (report.tolerated.size() > tolerated) {
    runner.run_all(sql::one("ROLLBACK TO SAVEPOINT strata_change_set"));
    // Which gave back the lock row, if it was taken behind the savepoint.
    runner_.join_transaction(true);
  }
  runner.run_all(sql::one("RELEASE SAVEPOINT strata_change_set"));
}

// The last one tells for all of them.
Error Migrator::settled_together(const Error& error, const std::vector<Applied>& joined,
                                 RunReport& report) {
  RunReport last;
  Error told = settled(error, {joined.back().key, HistoryRowWhenDone::There, order_}, last);
  if (!last.applied.empty())
    report.applied.insert(report.applied.end(), joined.begin(), joined.end());
  report.can_go_on = last.can_go_on;
  if (!last.in_doubt.empty()) {
    for (const Applied& one : joined) report.in_doubt.push_back(one.key);
  }
  return told;
}

void Migrator::run_together(const plan::UpdatePlan& plan, const plan::History& history,
                            RunReport& report) {
  StatementRunner& runner = session_.runner();
  bool is_open = false;
  bool is_committing = false;
  std::size_t committed = 0;
  const auto set_open = [&](bool open) {
    if (open == is_open) return;
    if (open) {
      runner.begin();
    } else {
      is_committing = true;
      runner.commit();
      is_committing = false;
      committed = report.applied.size();
    }
    is_open = open;
    runner_.join_transaction(open);
  };
  try {
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      announce(plan, i);
      const bool alone = stands_alone(plan.steps[i]);
      set_open(!alone);
      if (alone) {
        run_tolerantly(plan.steps[i], history, report);
        committed = report.applied.size();
      } else {
        run_joined(plan.steps[i], history, report);
      }
    }
    set_open(false);
  } catch (const Error& error) {
    runner_.join_transaction(false);
    if (!is_open) throw;
    runner.rollback();
    const auto first = report.applied.begin() + static_cast<std::ptrdiff_t>(committed);
    const std::vector<Applied> joined(first, report.applied.end());
    report.applied.resize(committed);
    if (!is_committing || error.kind() != ErrorKind::Connection || joined.empty()) throw;
    throw settled_together(error, joined, report);
  }
}

}  // namespace strata::run
