// What changes the history alone: changesets noted as run, tags, checksums.
#include "engine/model/checksum.h"
#include "engine/run/changes.h"
#include "engine/run/migrator.h"

namespace strata::run {

RunReport Migrator::note_as_run(const std::string& title, const plan::Goal& goal) {
  Changes changes(session_, stop_);
  const plan::History history = session_.history().read();
  check_preconditions(history);
  const plan::UpdatePlan plan = plan::plan_update(changelog_, history, selection_, goal);
  order_ = history.last_order();
  print_header(title);
  RunReport report;
  report.skipped = plan.skipped;
  try {
    session_.runner().begin();
    for (const plan::Step& step : plan.steps) {
      if (step.reason != plan::Reason::New) continue;
      ++report.planned;
      session_.history().record(history_row(step, "EXECUTED"), nullptr);
      ++order_;
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

RunReport Migrator::changelog_sync(const plan::Goal& goal) {
  return note_as_run("SQL to add all changesets to database history table", goal);
}

RunReport Migrator::mark_next_ran() {
  plan::Goal next;
  next.count = 1;
  return note_as_run("SQL to add the next changeset to database history table", next);
}

void Migrator::tag(const std::string& tag, TagRow tag_row) {
  Changes changes(session_, stop_);
  const plan::History history = session_.history().read();
  StatementRunner& runner = session_.runner();
  runner.begin();
  try {
    if (history.empty() || tag_row == TagRow::Own) {
      HistoryRow row{nullptr,
                     history.last_order() + 1,
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

void Migrator::clear_checksums() {
  Changes changes(session_, stop_);
  StatementRunner& runner = session_.runner();
  runner.begin();
  try {
    runner.run_all(session_.tracking().clear_checksums());
    runner.commit();
  } catch (const Error&) {
    runner.rollback();
    throw;
  }
  changes.finish();
}

}  // namespace strata::run
