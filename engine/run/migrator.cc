#include "engine/run/migrator.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/model/checksum.h"
#include "engine/model/dbms.h"
#include "engine/run/action.h"
#include "engine/sql/visitors.h"

namespace strata::run {
namespace {

using Clock = std::chrono::steady_clock;
using model::ChangeSet;

constexpr std::int64_t kDeploymentIdRange = 10'000'000'000;

std::chrono::milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

// The time between taking and giving back the lock. Whatever ends it early gives the lock back as
// well.
class Changes {
 public:
  Changes(Session& session, const std::stop_token& stop) : session_(session) {
    session_.start_changes(stop);
  }
  ~Changes() {
    if (!finished_) session_.abandon_changes();
  }
  Changes(const Changes&) = delete;
  Changes& operator=(const Changes&) = delete;

  void finish() {
    session_.finish_changes();
    finished_ = true;
  }

 private:
  Session& session_;
  bool finished_ = false;
};

// What remains in the database of a changeset that failed after `executed` statements.
std::string aftermath(const Session& session, bool in_transaction, std::size_t executed,
                      bool left_database) {
  if (!session.is_live()) return "no script was written";
  const sql::Dialect& dialect = session.dialect();
  if (in_transaction && dialect.traits().transactional_ddl) {
    return left_database ? "the changeset's transaction was rolled back; what its programs did "
                           "outside the database remains"
                         : "the changeset's transaction was rolled back: nothing of it remains";
  }
  if (executed == 0) return "no statement of the changeset was executed before";
  const std::string done =
      fmt::format("{} of the changeset had been executed before", plural(executed, "statement"));
  if (!in_transaction) return done + " and not undone (runInTransaction: false)";
  return done + fmt::format("; {} commits CREATE, ALTER and DROP at once, so those remain",
                            dialect.traits().product_name);
}

}  // namespace

Migrator::Migrator(Session& session, const model::Changelog& changelog, plan::Selection selection,
                   std::stop_token stop)
    : session_(session),
      changelog_(changelog),
      selection_(std::move(selection)),
      stop_(std::move(stop)) {
  deployment_id_ = fmt::format("{:010}", session_.environment().now_ms() % kDeploymentIdRange);
}

void Migrator::stop_if_asked() const {
  if (stop_.stop_requested()) throw Error(ErrorKind::Interrupted, "interrupted");
}

bool Migrator::applies(const model::Change& change) const {
  const model::Text* dbms = model::dbms_of(change);
  return dbms == nullptr || model::dbms_matches(*dbms, selection_.dbms());
}

// Without a database, what has run before says what is there.
void Migrator::rebuild_offline_schema(const plan::History& history) {
  schema::Simulation* const schema = session_.offline_schema();
  if (schema == nullptr) return;
  std::map<std::string, const ChangeSet*> known;
  for (const ChangeSet& one : changelog_.change_sets) known[model::lookup_key(one.key)] = &one;
  for (const plan::RanChangeSet& row : history.rows()) {
    const auto found = known.find(model::lookup_key(row.key));
    if (found == known.end()) continue;
    const sql::Target target = session_.target(found->second->quoting);
    for (const model::Change& change : found->second->changes) {
      if (!applies(change)) continue;
      for (const model::Change& part : session_.dialect().parts(change, target)) {
        for (const sql::Statement& statement : session_.dialect().render(part, target))
          schema->apply(statement.text);
      }
    }
  }
}

void Migrator::check(const plan::UpdatePlan& plan) {
  Diagnostics diagnostics;
  for (const plan::Step& step : plan.steps) {
    sql::check(step.change_set->visitors, diagnostics);
    for (const model::Change& change : step.change_set->changes) {
      if (!applies(change)) continue;
      const sql::Target target = session_.target(step.change_set->quoting);
      check_action(change, session_, diagnostics);
      for (const model::Change& part : session_.dialect().parts(change, target))
        session_.dialect().check(part, target, diagnostics);
    }
  }
  if (diagnostics.has_errors()) {
    throw Error(ErrorKind::Changelog, fmt::format("the changelog cannot be run on {}",
                                                  session_.dialect().traits().product_name))
        .with_diagnostics(diagnostics.all());
  }
  if (std::exchange(has_warned_, true)) return;
  for (const Diagnostic& warning : diagnostics.all()) session_.observer().diagnosed(warning);
}

plan::UpdatePlan Migrator::plan(const plan::Goal& goal) {
  return plan(goal, session_.history().read());
}

plan::UpdatePlan Migrator::plan(const plan::Goal& goal, const plan::History& history) {
  Diagnostics drift;
  if (plan::find_drift(changelog_, history, selection_, drift) > 0) {
    throw Error(ErrorKind::Checksum, "executed changesets were edited")
        .with_diagnostics(drift.all());
  }
  plan::UpdatePlan plan = plan::plan_update(changelog_, history, selection_, goal);
  check(plan);
  return plan;
}

void Migrator::print_header(const std::string& title) {
  constexpr std::string_view kRule =
      "*********************************************************************";
  const SessionOptions& options = session_.options();
  StatementRunner& script = session_.runner();
  script.comment(kRule);
  script.comment(title);
  script.comment(kRule);
  script.comment("Change Log: " + changelog_.path);
  script.comment("Ran at: " + local_iso_time(session_.environment().now_ms()));
  const driver::ServerInfo* server = session_.server();
  script.comment(fmt::format("Against: {}{}",
                             server != nullptr && !server->user.empty() ? server->user + "@" : "",
                             options.display_url));
  script.comment("Version: " + options.environment.version);
  script.comment(kRule);
  script.blank_line();
}

HistoryRow Migrator::history_row(const plan::Step& step, std::string_view exec_type) {
  return {step.change_set, ++order_, exec_type, step.checksum, session_.environment().version,
          deployment_id_};
}

void Migrator::upgrade_checksums(const plan::UpdatePlan& plan) {
  for (const plan::ChecksumUpgrade& upgrade : plan.upgrades) {
    session_.observer().checksum_upgraded(upgrade.row.key, upgrade.row.checksum.value_or("none"),
                                          upgrade.checksum);
    session_.history().set_checksum(upgrade.row, upgrade.checksum);
  }
}

void Migrator::run_changes(const std::vector<model::Change>& changes, const ChangeSet& change_set,
                           Direction direction, Progress& progress) {
  for (const model::Change& change : changes) {
    if (!applies(change)) continue;
    progress.place = change.at;
    progress.left_database = progress.left_database || runs_programs(change);
    if (perform(change, session_, stop_)) continue;
    const sql::Target target = session_.target(change_set.quoting);
    if (model::load_of(change.body) != nullptr) {
      load_rows(change, change_set, direction, progress);
      continue;
    }
    for (const model::Change& part : session_.dialect().parts(change, target)) {
      sql::Statements statements = session_.dialect().render(part, target);
      sql::modify(statements, change_set.visitors, direction == Direction::Back);
      run_statements(statements, change_set, progress);
    }
  }
}

bool Migrator::is_undone_whole(const ChangeSet& change_set) const {
  return change_set.run_in_transaction && session_.dialect().traits().transactional_ddl;
}

void Migrator::run_statements(const sql::Statements& statements, const ChangeSet& change_set,
                              Progress& progress) {
  for (const sql::Statement& statement : statements) {
    // Where DDL cannot be undone, a changeset is finished rather than left half done.
    if (is_undone_whole(change_set)) stop_if_asked();
    progress.place = sql::place_of(statement, 0);
    try {
      progress.rows += session_.runner().run(statement);
    } catch (const Error& error) {
      if (error.sql() && error.sql()->offset)
        progress.place = sql::place_of(statement, *error.sql()->offset);
      throw;
    }
    ++progress.executed;
  }
}

bool Migrator::is_marked_ran(const ChangeSet& change_set) const {
  return std::any_of(change_set.changes.begin(), change_set.changes.end(),
                     [&](const model::Change& change) {
                       return applies(change) && is_unknown_custom(change, session_);
                     });
}

namespace {

Error with_context(const Error& error, const std::string& what, const Location& place,
                   const std::string& consequence) {
  Error bare(error.kind(), fmt::format("{} failed: {}", what, error.what()));
  Error placed = !error.diagnostics().empty()
                     ? std::move(bare).with_diagnostics(error.diagnostics())
                 : place ? std::move(bare).at(place)
                         : std::move(bare);
  Error full = error.sql() ? std::move(placed).with_sql(*error.sql()) : std::move(placed);
  const std::string& hint = error.hint();
  return std::move(full).with_hint(hint.empty() ? consequence : consequence + "\n" + hint);
}

}  // namespace

void Migrator::run_step(const plan::Step& step, const plan::History& history, RunReport& report) {
  const ChangeSet& change_set = *step.change_set;
  StatementRunner& runner = session_.runner();
  const Clock::time_point start = Clock::now();
  const plan::RanChangeSet* before = history.find(change_set.key);
  Progress progress;
  try {
    if (change_set.run_in_transaction) runner.begin();
    const bool marked = is_marked_ran(change_set);
    if (!marked) run_changes(change_set.changes, change_set, Direction::Forth, progress);
    const HistoryRow row = history_row(step, marked              ? "MARK_RAN"
                                             : before == nullptr ? "EXECUTED"
                                                                 : "RERAN");
    session_.history().record(row, before);
    if (change_set.run_in_transaction) runner.commit();
    report.rows_affected += progress.rows;
    report.applied.push_back({change_set.key, row.exec_type, since(start)});
  } catch (const Error& error) {
    runner.rollback();
    if (error.kind() == ErrorKind::Interrupted) throw;
    throw with_context(error, "changeset " + model::to_string(change_set.key), progress.place,
                       aftermath(session_, change_set.run_in_transaction, progress.executed,
                                 progress.left_database));
  }
}

RunReport Migrator::update(const plan::Goal& goal) {
  // Most runs have nothing to do; they need neither the lock nor any right to write.
  RunReport report;
  if (session_.is_live()) {
    plan::UpdatePlan early = plan(goal);
    if (early.steps.empty() && early.upgrades.empty()) {
      report.skipped = std::move(early.skipped);
      return report;
    }
  }
  Changes changes(session_, stop_);
  // Read again: another replica may have been at work until the lock was ours.
  const plan::History history = session_.history().read();
  const plan::UpdatePlan plan = this->plan(goal, history);
  order_ = history.last_order();
  rebuild_offline_schema(history);
  print_header("Update Database Script");
  report.skipped = plan.skipped;
  report.planned = plan.steps.size();
  try {
    upgrade_checksums(plan);
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      const ChangeSet& change_set = *plan.steps[i].change_set;
      stop_if_asked();
      session_.observer().change_set_starts(change_set, i + 1, plan.steps.size());
      session_.runner().comment("Changeset " + model::to_string(change_set.key));
      if (!change_set.comments.empty()) session_.runner().comment(change_set.comments);
      try {
        run_step(plan.steps[i], history, report);
      } catch (const Error& error) {
        const bool tolerable = error.kind() == ErrorKind::Sql || error.kind() == ErrorKind::Command;
        if (change_set.fail_on_error || !tolerable) throw;
        session_.observer().change_set_tolerated(change_set, error);
        report.tolerated.emplace_back(change_set.key, error);
      }
    }
    changes.finish();
  } catch (const Error& error) {
    report.error = error;
  }
  return report;
}

RunReport Migrator::changelog_sync() {
  Changes changes(session_, stop_);
  const plan::History history = session_.history().read();
  const plan::UpdatePlan plan = plan::plan_update(changelog_, history, selection_);
  order_ = history.last_order();
  print_header("SQL to add all changesets to database history table");
  RunReport report;
  report.skipped = plan.skipped;
  try {
    session_.runner().begin();
    for (const plan::Step& step : plan.steps) {
      if (step.reason != plan::Reason::New) continue;
      ++report.planned;
      session_.history().record(history_row(step, "EXECUTED"), nullptr);
      report.applied.push_back({step.change_set->key, "EXECUTED", {}});
    }
    session_.runner().commit();
    changes.finish();
  } catch (const Error& error) {
    session_.runner().rollback();
    report.applied.clear();
    report.error = error;
  }
  return report;
}

void Migrator::undo(const plan::RollbackStep& step, RunReport& report) {
  const ChangeSet& change_set = *step.change_set;
  StatementRunner& runner = session_.runner();
  const Clock::time_point start = Clock::now();
  Progress progress;
  try {
    if (change_set.run_in_transaction) runner.begin();
    run_changes(step.changes, change_set, Direction::Back, progress);
    session_.history().remove(*step.row);
    if (change_set.run_in_transaction) runner.commit();
    report.rows_affected += progress.rows;
    report.applied.push_back({change_set.key, "", since(start)});
  } catch (const Error& error) {
    runner.rollback();
    if (error.kind() == ErrorKind::Interrupted) throw;
    throw with_context(error, "rolling back changeset " + model::to_string(change_set.key),
                       progress.place,
                       aftermath(session_, change_set.run_in_transaction, progress.executed,
                                 progress.left_database));
  }
}

RunReport Migrator::run_rollback(const std::string& title, const RowChoice& choose) {
  Changes changes(session_, stop_);
  const plan::History history = session_.history().read();
  const std::vector<const plan::RanChangeSet*> rows = choose(history);
  const plan::RollbackPlan plan = plan::plan_rollback(changelog_, rows, selection_);
  rebuild_offline_schema(history);
  print_header(title);
  RunReport report;
  report.planned = plan.steps.size();
  try {
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      const plan::RollbackStep& step = plan.steps[i];
      stop_if_asked();
      session_.observer().rollback_starts(step.change_set->key, i + 1, plan.steps.size());
      session_.runner().comment("Rolling Back ChangeSet: " +
                                model::to_string(step.change_set->key));
      undo(step, report);
    }
    changes.finish();
  } catch (const Error& error) {
    report.error = error;
  }
  return report;
}

RunReport Migrator::roll_back_to_tag(const std::string& tag) {
  return run_rollback(
      fmt::format("Rollback to '{}' Script", tag),
      [&](const plan::History& history) { return plan::rows_after_tag(history, tag); });
}

RunReport Migrator::roll_back_count(std::size_t count) {
  return run_rollback(
      fmt::format("Rollback {} Change(s) Script", count),
      [&](const plan::History& history) { return plan::last_rows(history, count); });
}

RunReport Migrator::roll_back_to_date(const std::string& date) {
  return run_rollback(
      fmt::format("Rollback to {} Script", date),
      [&](const plan::History& history) { return plan::rows_after(history, date); });
}

void Migrator::tag(const std::string& tag) {
  Changes changes(session_, stop_);
  const plan::History history = session_.history().read();
  StatementRunner& runner = session_.runner();
  runner.begin();
  try {
    if (history.empty()) {
      HistoryRow row{nullptr,
                     1,
                     "EXECUTED",
                     model::checksum({}, selection_.dbms()),
                     session_.environment().version,
                     deployment_id_};
      runner.run_all(session_.tracking().insert_tag_row(
          std::to_string(session_.environment().now_ms()), tag, row));
    } else {
      runner.run_all(session_.tracking().set_tag(history.rows().back().key, tag));
    }
    runner.commit();
  } catch (const Error&) {
    runner.rollback();
    throw;
  }
  changes.finish();
}

}  // namespace strata::run
