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
#include "engine/run/changes.h"
#include "engine/sql/visitors.h"

namespace strata::run {
namespace {

using Clock = std::chrono::steady_clock;
using model::ChangeSet;

constexpr std::int64_t kDeploymentIdRange = 10'000'000'000;

std::chrono::milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

}  // namespace

Migrator::Migrator(Session& session, const model::Changelog& changelog, plan::Selection selection,
                   std::stop_token stop)
    : session_(session),
      changelog_(changelog),
      selection_(std::move(selection)),
      stop_(stop),
      runner_(session, selection_.dbms(), std::move(stop)) {
  deployment_id_ = fmt::format("{:010}", session_.environment().now_ms() % kDeploymentIdRange);
}

// Without a database, what has run before says what is there.
void Migrator::rebuild_offline_schema(const plan::History& history) {
  schema::Simulation* const schema = session_.offline_schema();
  if (schema == nullptr) return;
  std::map<std::string, const ChangeSet*> known;
  for (const ChangeSet& one : changelog_.change_sets) known[model::lookup_key(one.key)] = &one;
  for (const plan::RanChangeSet& row : history.rows()) {
    const auto found = known.find(model::lookup_key(row.key));
    if (found != known.end()) simulate(*found->second, *schema);
  }
}

void Migrator::simulate(const ChangeSet& change_set, schema::Simulation& schema) {
  const sql::Target target = session_.target(change_set.quoting);
  for (const model::Change& change : change_set.changes) {
    if (!runner_.applies(change)) continue;
    for (const model::Change& part : session_.dialect().parts(change, target)) {
      for (const sql::Statement& statement : session_.dialect().render(part, target))
        schema.apply(statement.text);
    }
  }
}

void Migrator::refuse(const Diagnostics& diagnostics) const {
  if (!diagnostics.has_errors()) return;
  throw Error(ErrorKind::Changelog, fmt::format("the changelog cannot be run on {}",
                                                session_.dialect().traits().product_name))
      .with_diagnostics(diagnostics.all());
}

void Migrator::check(const plan::UpdatePlan& plan) {
  Diagnostics diagnostics;
  for (const plan::Step& step : plan.steps) {
    sql::check(step.change_set->visitors, diagnostics);
    runner_.check(*step.change_set, step.change_set->changes, diagnostics);
    for (const model::Change& change : step.change_set->changes) {
      if (!runner_.applies(change)) continue;
      const sql::Target target = session_.target(step.change_set->quoting);
      check_action(change, session_, diagnostics);
      if (ChangeSetRunner::is_left_to_client(*step.change_set, change)) continue;
      for (const model::Change& part : session_.dialect().parts(change, target))
        session_.dialect().check(part, target, diagnostics);
    }
  }
  refuse(diagnostics);
  if (std::exchange(has_warned_, true)) return;
  for (const Diagnostic& warning : diagnostics.all()) session_.observer().diagnosed(warning);
}

plan::UpdatePlan Migrator::plan(const plan::Goal& goal) {
  return plan(goal, session_.history().read());
}

void Migrator::validate() {
  const plan::History history = session_.history().read();
  check_preconditions(history);
  plan({}, history);
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

HistoryRow Migrator::history_row(const plan::Step& step, std::string_view exec_type) const {
  return {step.change_set, order_ + 1, exec_type, step.checksum, session_.environment().version,
          deployment_id_};
}

void Migrator::upgrade_checksums(const plan::UpdatePlan& plan) {
  for (const plan::ChecksumUpgrade& upgrade : plan.upgrades) {
    session_.observer().checksum_upgraded(upgrade.row.key, upgrade.row.checksum.value_or("none"),
                                          upgrade.checksum);
    session_.history().set_checksum(upgrade.row, upgrade.checksum);
  }
}

void Migrator::check_preconditions(const plan::History& history) {
  for (const model::Preconditions& one : changelog_.preconditions) {
    const PreconditionContext context{
        selection_.dbms(), changelog_.path, model::QuotingStrategy::Legacy,
        [&](const model::ChangeSetKey& key) { return history.find(key) != nullptr; }};
    const Judgement judgement = run::judge(one, context, session_);
    if (judgement.reason.empty()) continue;
    // There is nothing to leave for later, or to note as run.
    if (judgement.kind != Judgement::Kind::Run)
      throw Error(ErrorKind::Precondition, judgement.reason).at(one.at);
    session_.observer().warning(judgement.reason);
  }
}

Judgement Migrator::judge(const ChangeSet& change_set, const plan::History& history,
                          const RunReport& report) {
  if (!change_set.preconditions) return {};
  if (!session_.is_live() &&
      change_set.preconditions->on_sql_output == model::OnSqlOutput::Ignore) {
    ++unchecked_;
    return {};
  }
  const PreconditionContext context{
      selection_.dbms(), change_set.key.path, change_set.quoting,
      [&](const model::ChangeSetKey& key) {
        const auto is_it = [&](const Applied& applied) {
          return model::lookup_key(applied.key) == model::lookup_key(key);
        };
        return history.find(key) != nullptr ||
               std::any_of(report.applied.begin(), report.applied.end(), is_it);
      }};
  return run::judge(*change_set.preconditions, context, session_);
}

void Migrator::run_step(const plan::Step& step, const plan::History& history, RunReport& report) {
  const ChangeSet& change_set = *step.change_set;
  const Clock::time_point start = Clock::now();
  const plan::RanChangeSet* before = history.find(change_set.key);
  const Judgement judgement = judge(change_set, history, report);
  if (judgement.kind != Judgement::Kind::Run) {
    const bool is_marked = judgement.kind == Judgement::Kind::MarkRan;
    session_.observer().change_set_skipped(change_set, judgement.reason, is_marked);
    if (!is_marked) return;
  } else if (!judgement.reason.empty()) {
    session_.observer().warning(
        fmt::format("{} runs although {}", model::to_string(change_set.key), judgement.reason));
  }
  const bool marked =
      judgement.kind == Judgement::Kind::MarkRan || runner_.is_marked_ran(change_set);
  const std::string_view exec_type = marked ? "MARK_RAN" : before == nullptr ? "EXECUTED" : "RERAN";
  const std::vector<model::Change> none;
  const HistoryRow row = history_row(step, exec_type);
  try {
    report.rows_affected +=
        runner_.run({&change_set, marked ? &none : &change_set.changes, Direction::Forth, row.order,
                     [&] { session_.history().record(row, before); }});
  } catch (const Error& error) {
    if (!runner_.is_commit_in_doubt()) throw;
    throw settled(error, {change_set.key, HistoryRowWhenDone::There, row.order}, report);
  }
  ++order_;
  report.applied.push_back({change_set.key, exec_type, since(start)});
}

void Migrator::warn_of_unchecked() {
  if (unchecked_ == 0) return;
  session_.observer().warning(fmt::format(
      "the script runs {} changeset{} whatever {} preconditions say, which update would look at "
      "(onSqlOutput: TEST has them checked now)",
      unchecked_, unchecked_ == 1 ? "" : "s", unchecked_ == 1 ? "its" : "their"));
}

std::optional<Migrator::EarlyPlan> Migrator::plan_without_lock(const plan::Goal& goal) {
  if (!session_.is_live()) return std::nullopt;
  try {
    EarlyPlan early{session_.history().read(), {}};
    check_preconditions(early.history);
    early.plan = plan(goal, early.history);
    return early;
  } catch (const Error& error) {
    if (!error.sql() || !session_.dialect().is_transient(*error.sql())) throw;
    return std::nullopt;
  }
}

RunReport Migrator::update(const plan::Goal& goal) {
  // Most runs have nothing to do; they need neither the lock nor any right to write.
  RunReport report;
  std::optional<EarlyPlan> early = plan_without_lock(goal);
  if (early && early->plan.steps.empty() && early->plan.upgrades.empty() && !has_old_journal()) {
    report.skipped = std::move(early->plan.skipped);
    return report;
  }
  Changes changes(session_, stop_);
  // Read again: another replica may have been at work until the lock was ours.
  const plan::History history = session_.history().read();
  if (!early) check_preconditions(history);
  const plan::UpdatePlan plan =
      early && early->history == history ? std::move(early->plan) : this->plan(goal, history);
  order_ = history.last_order();
  check_single_transaction(plan);
  rebuild_offline_schema(history);
  print_header("Update Database Script");
  report.skipped = plan.skipped;
  report.planned = plan.steps.size();
  try {
    runner_.open_journal(history);
    tell_half_done(plan);
    upgrade_checksums(plan);
    run_steps(plan, history, report);
    runner_.close_journal();
    warn_of_unchecked();
    changes.finish();
  } catch (const Error& error) {
    report.error = error;
    close_journal();
  }
  return report;
}

void Migrator::undo(const plan::RollbackStep& step, RunReport& report) {
  const Clock::time_point start = Clock::now();
  try {
    report.rows_affected += runner_.run({step.change_set, &step.changes, Direction::Back, 0,
                                         [&] { session_.history().remove(*step.row); }});
  } catch (const Error& error) {
    if (!runner_.is_commit_in_doubt()) throw;
    throw settled(error, {step.change_set->key, HistoryRowWhenDone::Gone, 0}, report);
  }
  report.applied.push_back({step.change_set->key, "", since(start)});
}

RunReport Migrator::undo_all(const plan::RollbackPlan& plan) {
  RunReport report;
  report.planned = plan.steps.size();
  try {
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      const plan::RollbackStep& step = plan.steps[i];
      runner_.stop_if_asked();
      session_.observer().rollback_starts(step.change_set->key, i + 1, plan.steps.size());
      session_.runner().comment("Rolling Back ChangeSet: " +
                                model::to_string(step.change_set->key));
      undo(step, report);
    }
  } catch (const Error& error) {
    report.error = error;
  }
  return report;
}

plan::RollbackPlan Migrator::plan_undoing(
    const plan::History& history, const std::vector<const plan::RanChangeSet*>& rows) const {
  const auto can_undo = [&](const model::CustomChange& change) {
    model::CustomChange back = change;
    back.undoes = true;
    return custom_function(back, session_) != nullptr;
  };
  return plan::plan_rollback(changelog_, history, rows, selection_, can_undo);
}

RunReport Migrator::run_rollback(const std::string& title, const RowChoice& choose) {
  Changes changes(session_, stop_);
  const plan::History history = session_.history().read();
  runner_.open_journal(history);
  check_preconditions(history);
  const std::vector<const plan::RanChangeSet*> rows = choose(history);
  const plan::RollbackPlan plan = plan_undoing(history, rows);
  Diagnostics diagnostics;
  for (const plan::RollbackStep& step : plan.steps)
    runner_.check(*step.change_set, step.changes, diagnostics);
  refuse(diagnostics);
  rebuild_offline_schema(history);
  print_header(title);
  tell_half_done(plan);
  RunReport report = undo_all(plan);
  try {
    if (!report.error) runner_.close_journal();
    if (!report.error) changes.finish();
  } catch (const Error& error) {
    report.error = error;
  }
  if (report.error) close_journal();
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

RunReport Migrator::roll_back_deployment(const std::string& deployment_id) {
  return run_rollback(fmt::format("Rollback of Deployment '{}' Script", deployment_id),
                      [&](const plan::History& history) {
                        return plan::rows_of_deployment(history, deployment_id);
                      });
}

RunReport Migrator::roll_back_one(const model::ChangeSetKey& key) {
  return run_rollback(fmt::format("Rollback ChangeSet '{}' Script", model::to_string(key)),
                      [&](const plan::History& history) { return plan::row_of(history, key); });
}

RunReport Migrator::roll_back_to_date(const std::string& date) {
  return run_rollback(
      fmt::format("Rollback to {} Script", date),
      [&](const plan::History& history) { return plan::rows_after(history, date); });
}

}  // namespace strata::run
