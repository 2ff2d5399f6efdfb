// Commands that run changesets or undo them, or print how.
#include <chrono>
#include <functional>

#include <fmt/format.h>

#include "cmd/chosen_change_set.h"
#include "cmd/commands.h"
#include "cmd/report_json.h"
#include "cmd/summary.h"
#include "engine/base/text.h"
#include "engine/run/going_on.h"

namespace strata::cmd {
namespace {

using Clock = std::chrono::steady_clock;
using Run = std::function<run::RunReport(run::Migrator&)>;

std::string_view name_of(RunKind kind) {
  switch (kind) {
    case RunKind::Rollback:
      return "rolledBack";
    case RunKind::Sync:
      return "notedAsRun";
    case RunKind::DryRun:
      return "tried";
    case RunKind::Update:
      break;
  }
  return "applied";
}

std::chrono::milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

SummaryDetail detail(const Workspace& workspace) {
  const std::string& how = workspace.options().show_summary;
  if (how == "off") return SummaryDetail::Off;
  return how == "verbose" ? SummaryDetail::Each : SummaryDetail::Counts;
}

run::RunReport run_in(Workspace& workspace, const Run& run) {
  run::Migrator migrator = workspace.migrator();
  return run(migrator);
}

Answer execute(Workspace& workspace, Mode mode, RunKind kind, const Run& run) {
  const Clock::time_point start = Clock::now();
  workspace.open(mode);
  workspace.load();
  run::RunReport report = run_in(workspace, run);
  if (kind == RunKind::Update) {
    run::go_on(
        report, static_cast<std::size_t>(workspace.options().retries),
        [&] { workspace.open(Mode::Execute); }, [&] { return run_in(workspace, run); },
        workspace.observer());
  }
  Answer answer;
  answer.error = report.error;
  if (mode == Mode::Script) {
    answer.text = workspace.script();
    answer.data["sql"] = report.error ? "" : answer.text;
  } else {
    answer.note = summary_text(kind, report, since(start), detail(workspace), workspace.style());
    answer.data["milliseconds"] = since(start).count();
  }
  add_report(answer.data, report, name_of(kind));
  return answer;
}

plan::Goal goal(const Options& options) {
  plan::Goal goal;
  goal.count = options.count;
  if (!options.tag.empty()) goal.tag = options.tag;
  return goal;
}

// Undoes what a failed update had applied, where that is asked for.
run::RunReport update_or_undo(run::Migrator& migrator, const plan::Goal& goal,
                              const Workspace& workspace) {
  run::RunReport report = migrator.update(goal);
  // What is counted, or to be undone together, is run as one.
  if (goal.count || workspace.options().rollback_on_error == "true") report.can_go_on = false;
  if (!report.error || report.applied.empty() || workspace.options().rollback_on_error != "true")
    return report;
  const run::RunReport undone = migrator.roll_back_count(report.applied.size());
  const std::string what = undone.error
                               ? fmt::format("undoing failed as well: {}", undone.error->what())
                               : fmt::format("what this run had applied was undone ({} of {})",
                                             undone.applied.size(), report.applied.size());
  Error error = *report.error;
  const std::string hint = error.hint().empty() ? what : error.hint() + "\n" + what;
  report.error = std::move(error).with_hint(hint);
  report.applied.erase(report.applied.begin(),
                       report.applied.begin() + static_cast<std::ptrdiff_t>(undone.applied.size()));
  return report;
}

Answer update(Workspace& workspace, Mode mode, const plan::Goal& goal) {
  if (workspace.options().dry_run && mode == Mode::Execute) {
    return execute(workspace, mode, RunKind::DryRun,
                   [&](run::Migrator& migrator) { return migrator.dry_run(goal); });
  }
  return execute(workspace, mode, RunKind::Update, [&](run::Migrator& migrator) {
    return update_or_undo(migrator, goal, workspace);
  });
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 9 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A bare number counts changesets, unless the database has such a tag: then the user must say.
Run undo_word(Workspace& workspace, const std::string& word) {
  if (!is_number(word))
    return [word](run::Migrator& migrator) { return migrator.roll_back_to_tag(word); };
  return [word, &workspace](run::Migrator& migrator) {
    const plan::History history = workspace.session().history().read();
    for (const plan::RanChangeSet& row : history.rows()) {
      if (row.tag && equals_ignore_case(*row.tag, word)) {
        throw Error(ErrorKind::Usage,
                    fmt::format("'{}' is a tag of the database, and a number", word))
            .with_hint(fmt::format("say --tag={0} or --count={0}", word));
      }
    }
    return migrator.roll_back_count(std::stoul(word));
  };
}

Run undoing(Workspace& workspace) {
  const Options& options = workspace.options();
  if (!options.date.empty()) {
    const std::string date = embed::history_date(options.date);
    return [date](run::Migrator& migrator) { return migrator.roll_back_to_date(date); };
  }
  if (!options.tag.empty()) {
    return [&options](run::Migrator& migrator) { return migrator.roll_back_to_tag(options.tag); };
  }
  if (options.count) {
    return [&options](run::Migrator& migrator) { return migrator.roll_back_count(*options.count); };
  }
  return undo_word(workspace, options.topic);
}

Answer undo(Workspace& workspace, Mode mode, const Run& run) {
  return execute(workspace, mode, RunKind::Rollback, run);
}

Answer undo_one(Workspace& workspace, Mode mode) {
  const model::ChangeSetKey key = chosen_change_set(workspace.options());
  return undo(workspace, mode,
              [&](run::Migrator& migrator) { return migrator.roll_back_one(key); });
}

Answer undo_deployment(Workspace& workspace, Mode mode) {
  return undo(workspace, mode, [&](run::Migrator& migrator) {
    return migrator.roll_back_deployment(workspace.options().deployment_id);
  });
}

// What may leave the history with a gap is not done by a slip of the hand.
void ask_for_force(const Workspace& workspace) {
  if (workspace.options().force) return;
  throw Error(ErrorKind::Usage, fmt::format("{}: --force is required", workspace.options().command))
      .with_hint(fmt::format("look first: strata {}-sql prints what it would do",
                             workspace.options().command));
}

Answer sync(Workspace& workspace, Mode mode) {
  return execute(workspace, mode, RunKind::Sync, [&](run::Migrator& migrator) {
    return migrator.changelog_sync(goal(workspace.options()));
  });
}

Answer mark_next(Workspace& workspace, Mode mode) {
  return execute(workspace, mode, RunKind::Sync,
                 [](run::Migrator& migrator) { return migrator.mark_next_ran(); });
}

plan::Goal only_goal(const Workspace& workspace) {
  plan::Goal goal;
  goal.only = chosen_change_set(workspace.options());
  return goal;
}

}  // namespace

Answer update(Workspace& workspace) {
  return update(workspace, Mode::Execute, goal(workspace.options()));
}
Answer update_sql(Workspace& workspace) {
  return update(workspace, Mode::Script, goal(workspace.options()));
}
Answer update_one(Workspace& workspace) {
  const plan::Goal goal = only_goal(workspace);
  ask_for_force(workspace);
  return update(workspace, Mode::Execute, goal);
}
Answer update_one_sql(Workspace& workspace) {
  return update(workspace, Mode::Script, only_goal(workspace));
}

Answer update_testing_rollback(Workspace& workspace) {
  return execute(workspace, Mode::Execute, RunKind::Update, [](run::Migrator& migrator) {
    run::RunReport report = migrator.update({});
    if (report.error || report.applied.empty()) return report;
    const run::RunReport undone = migrator.roll_back_count(report.applied.size());
    if (undone.error) {
      report.error = undone.error;
      return report;
    }
    return migrator.update({});
  });
}

Answer rollback(Workspace& workspace) { return undo(workspace, Mode::Execute, undoing(workspace)); }
Answer rollback_sql(Workspace& workspace) {
  return undo(workspace, Mode::Script, undoing(workspace));
}
Answer rollback_one_change_set(Workspace& workspace) {
  ask_for_force(workspace);
  return undo_one(workspace, Mode::Execute);
}
Answer rollback_one_change_set_sql(Workspace& workspace) {
  return undo_one(workspace, Mode::Script);
}
Answer rollback_one_update(Workspace& workspace) {
  ask_for_force(workspace);
  return undo_deployment(workspace, Mode::Execute);
}
Answer rollback_one_update_sql(Workspace& workspace) {
  return undo_deployment(workspace, Mode::Script);
}
Answer future_rollback_sql(Workspace& workspace) {
  return undo(workspace, Mode::Script, [&](run::Migrator& migrator) {
    return migrator.future_rollback(goal(workspace.options()));
  });
}

Answer changelog_sync(Workspace& workspace) { return sync(workspace, Mode::Execute); }
Answer changelog_sync_sql(Workspace& workspace) { return sync(workspace, Mode::Script); }
Answer mark_next_ran(Workspace& workspace) { return mark_next(workspace, Mode::Execute); }
Answer mark_next_ran_sql(Workspace& workspace) { return mark_next(workspace, Mode::Script); }

}  // namespace strata::cmd
