// Runs plans: the one place where changesets become statements, statements run, and the history is
// written. Works alike on a live database and into a script. Not thread-safe; a run can be stopped
// from another thread.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/model/changeset.h"
#include "engine/plan/rollback_plan.h"
#include "engine/plan/update_plan.h"
#include "engine/run/change_set_runner.h"
#include "engine/run/precondition_check.h"
#include "engine/run/report.h"
#include "engine/run/session.h"

namespace strata::run {

enum class TagRow : std::uint8_t { Newest, Own };

class Migrator {
 public:
  // The changelog and session must outlive it.
  Migrator(Session& session, const model::Changelog& changelog, plan::Selection selection,
           std::stop_token stop);

  // Plans without touching anything. Throws Error(Checksum) when executed changesets were edited,
  // Error(Changelog) when the database cannot do a pending change.
  plan::UpdatePlan plan(const plan::Goal& goal);

  // As plan(), and the changelog's own preconditions: throws Error(Precondition) where they do not
  // hold.
  void validate();

  // These report what went wrong in RunReport::error, along with what was done before; what is
  // wrong before anything was done is thrown.
  RunReport update(const plan::Goal& goal);
  // Tries an update in one transaction and rolls it back; without the lock, and without leaving
  // anything. What cannot be tried so is told to the observer, on databases that commit DDL at once
  // all of it.
  RunReport dry_run(const plan::Goal& goal);
  // Notes pending changesets as run, without running them.
  RunReport changelog_sync(const plan::Goal& goal = {});
  RunReport mark_next_ran();
  RunReport roll_back_to_tag(const std::string& tag);
  RunReport roll_back_count(std::size_t count);
  RunReport roll_back_to_date(const std::string& date);
  // The newest one if `deployment_id` is empty.
  RunReport roll_back_deployment(const std::string& deployment_id);
  RunReport roll_back_one(const model::ChangeSetKey& key);
  // Of the changesets that `update` would run: how to undo them. For scripts only.
  RunReport future_rollback(const plan::Goal& goal);

  // Sets the tag of the newest row, or of a row made for it.
  void tag(const std::string& tag, TagRow row = TagRow::Newest);
  // Forgets all checksums; the next update takes them anew.
  void clear_checksums();

 private:
  plan::UpdatePlan plan(const plan::Goal& goal, const plan::History& history);
  // What there is to do as long as others may be at work; absent in scripts, and where these let
  // nobody read.
  struct EarlyPlan {
    plan::History history;
    plan::UpdatePlan plan;
  };
  std::optional<EarlyPlan> plan_without_lock(const plan::Goal& goal);
  // Throws where the changelog's own preconditions do not hold.
  void check_preconditions(const plan::History& history);
  Judgement judge(const model::ChangeSet& change_set, const plan::History& history,
                  const RunReport& report);
  void warn_of_unchecked();
  RunReport note_as_run(const std::string& title, const plan::Goal& goal);
  void simulate(const model::ChangeSet& change_set, schema::Simulation& schema);
  void rebuild_offline_schema(const plan::History& history);
  void check(const plan::UpdatePlan& plan);
  // Throws if there are errors among them.
  void refuse(const Diagnostics& diagnostics) const;
  void upgrade_checksums(const plan::UpdatePlan& plan);
  void run_step(const plan::Step& step, const plan::History& history, RunReport& report);
  using RowChoice = std::function<std::vector<const plan::RanChangeSet*>(const plan::History&)>;
  RunReport run_rollback(const std::string& title, const RowChoice& choose);
  plan::RollbackPlan plan_undoing(const plan::History& history,
                                  const std::vector<const plan::RanChangeSet*>& rows) const;
  RunReport undo_all(const plan::RollbackPlan& plan);
  void undo(const plan::RollbackStep& step, RunReport& report);
  // What gets the next place in the order.
  HistoryRow history_row(const plan::Step& step, std::string_view exec_type) const;
  void run_steps(const plan::UpdatePlan& plan, const plan::History& history, RunReport& report);
  void run_tolerantly(const plan::Step& step, const plan::History& history, RunReport& report);
  // The same for a run whose changesets are one transaction as far as they can be.
  void run_together(const plan::UpdatePlan& plan, const plan::History& history, RunReport& report);
  void run_joined(const plan::Step& step, const plan::History& history, RunReport& report);
  bool stands_alone(const plan::Step& step) const;
  // Why a dry run leaves it out; "" if it does not.
  std::string reason_not_to_try(const plan::Step& step) const;
  // Where all changesets shall be one transaction: what cannot be, before anything runs.
  void check_single_transaction(const plan::UpdatePlan& plan) const;
  void announce(const plan::UpdatePlan& plan, std::size_t index);
  // What earlier runs left half done and this one does not go on with.
  void tell_half_done(const plan::UpdatePlan& plan) const;
  void tell_half_done(const plan::RollbackPlan& plan) const;
  // A journal that a run left behind which was cut off at its very end.
  bool has_old_journal();
  void close_journal() noexcept;
  enum class HistoryRowWhenDone : std::uint8_t { There, Gone };
  // After the connection was lost during a commit: the error, with what the history tells of it
  // over another connection.
  struct Commit {
    model::ChangeSetKey key;
    HistoryRowWhenDone row = HistoryRowWhenDone::There;
    std::int64_t order = 0;  // of that row
  };
  Error settled(const Error& error, const Commit& commit, RunReport& report);
  Error settled_together(const Error& error, const std::vector<Applied>& joined, RunReport& report);
  void print_header(const std::string& title);

  Session& session_;
  const model::Changelog& changelog_;
  plan::Selection selection_;
  std::stop_token stop_;
  ChangeSetRunner runner_;
  std::string deployment_id_;
  std::int64_t order_ = 0;
  bool has_warned_ = false;
  std::size_t unchecked_ = 0;  // changesets whose preconditions the script leaves out
};

}  // namespace strata::run
