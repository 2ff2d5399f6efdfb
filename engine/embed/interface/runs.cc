// Calls of the C interface that run something: each is a session of its own.
#include <functional>
#include <sstream>

#include "engine/embed/interface/handles.h"
#include "engine/plan/rollback_plan.h"
#include "engine/run/going_on.h"

using strata::embed::guarded;
using strata::embed::text_of;

namespace strata::embed {
namespace {

// From opening a session to closing it.
class Call {
 public:
  explicit Call(strata_migration& migration) : migration_(migration) {
    if (migration.files.empty()) {
      resources_ = std::make_unique<changelog::FileResources>(files(migration.settings));
    } else {
      resources_ = std::make_unique<changelog::MemoryResources>(migration.files);
    }
  }
  ~Call() { publish(nullptr); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  void open() {
    if (migration_.settings.url.empty() && migration_.adopted == nullptr)
      throw Error(ErrorKind::Usage, "no database: url is not set");
    // Before connecting, which may take long.
    if (migration_.stop.stop_requested())
      throw Error(ErrorKind::Interrupted, "the migration was cancelled");
    run::SessionOptions options =
        session_options(migration_.settings, migration_.registry, connection());
    options.adopted = migration_.adopted;
    if (options.adopted != nullptr) options.display_url = "the program's session";
    options.custom_changes = migration_.custom_changes;
    options.script = script_;
    publish(nullptr);
    session_ = std::make_unique<run::Session>(std::move(options), migration_.observer);
    publish(session_.get());
  }
  void print_to(std::ostream& script) { script_ = &script; }
  void load() { changelog_ = embed::load(migration_.settings, *resources_, *session_); }

  run::Session& session() { return *session_; }
  const model::Changelog& changelog() const { return changelog_; }
  plan::Selection selection() const { return embed::selection(migration_.settings, *session_); }
  run::Migrator migrator() {
    return {*session_, changelog_, selection(), migration_.stop.get_token()};
  }

 private:
  driver::ConnectOptions connection() const {
    if (migration_.adopted == nullptr)
      return connect_options(migration_.settings, migration_.registry);
    driver::ConnectOptions adopted;
    adopted.url.scheme = migration_.adopted_database;
    adopted.default_schema = migration_.settings.default_schema_name;
    return adopted;
  }

  void publish(run::Session* session) {
    const std::lock_guard guard(migration_.mutex);
    migration_.session = session;
  }

  strata_migration& migration_;
  std::unique_ptr<changelog::Resources> resources_;
  std::ostream* script_ = nullptr;
  std::unique_ptr<run::Session> session_;
  model::Changelog changelog_;
};

void add_plan(strata_report& report, const plan::UpdatePlan& plan) {
  for (const plan::Step& step : plan.steps)
    report.add(STRATA_PENDING, step.change_set->key, std::string(to_string(step.reason)));
  for (const plan::Skipped& skipped : plan.skipped)
    report.add(STRATA_SKIPPED, skipped.change_set->key, std::string(to_string(skipped.why)));
}

void add_run(strata_report& report, const run::RunReport& run) {
  for (const run::Applied& applied : run.applied)
    report.add(STRATA_APPLIED, applied.key, std::string(applied.exec_type), applied.duration);
  for (const plan::Skipped& skipped : run.skipped)
    report.add(STRATA_SKIPPED, skipped.change_set->key, std::string(to_string(skipped.why)));
  for (const auto& [key, error] : run.tolerated) report.add(STRATA_TOLERATED, key, error.what());
  for (const model::ChangeSetKey& key : run.in_doubt)
    report.add(STRATA_IN_DOUBT, key, "the connection was lost while it was committed");
}

// Runs what makes a report, and hands it over also where an error follows.
strata_error* reporting(strata_report** out,
                        const std::function<void(strata_report&)>& work) noexcept {
  if (out != nullptr) *out = nullptr;
  auto report = std::unique_ptr<strata_report>(new (std::nothrow) strata_report);
  strata_error* const error = guarded([&] {
    if (report == nullptr) throw std::bad_alloc();
    work(*report);
  });
  const bool began = error == nullptr || (report != nullptr && !report->lists.empty());
  if (out != nullptr && began) *out = report.release();
  return error;
}

using Run = std::function<run::RunReport(run::Migrator&)>;
enum class GoesOn : std::uint8_t { Yes, No };

strata_error* run(strata_migration* migration, strata_report** out, const Run& run,
                  GoesOn goes_on) {
  return reporting(out, [&](strata_report& report) {
    Call call(*migration);
    call.open();
    call.load();
    const auto run_now = [&] {
      run::Migrator migrator = call.migrator();
      return run(migrator);
    };
    run::RunReport done = run_now();
    if (goes_on == GoesOn::Yes) {
      run::go_on(
          done, static_cast<std::size_t>(migration->settings.retries), [&] { call.open(); },
          run_now, migration->observer);
    }
    add_run(report, done);
    if (done.error) throw Error(*done.error);
  });
}

}  // namespace
}  // namespace strata::embed

using strata::embed::add_plan;
using strata::embed::Call;
using strata::embed::GoesOn;
using strata::embed::reporting;
using strata::embed::run;
using strata::run::Migrator;

strata_error* strata_plan(strata_migration* migration, strata_report** report) {
  return reporting(report, [&](strata_report& made) {
    Call call(*migration);
    call.open();
    call.load();
    add_plan(made, call.migrator().plan({}));
  });
}

strata_error* strata_status(strata_migration* migration, strata_report** report) {
  return reporting(report, [&](strata_report& made) {
    Call call(*migration);
    call.open();
    call.load();
    const strata::plan::History history = call.session().history().read();
    for (const strata::plan::RanChangeSet& row : history.rows())
      made.add(STRATA_APPLIED, row.key, row.exec_type);
    add_plan(made, strata::plan::plan_update(call.changelog(), history, call.selection(), {}));
    for (const auto* row : strata::plan::unexpected_rows(history, call.changelog()))
      made.add(STRATA_UNEXPECTED, row->key, "is not in the changelog");
  });
}

strata_error* strata_validate(strata_migration* migration) {
  return guarded([&] {
    Call call(*migration);
    call.open();
    call.load();
    call.migrator().validate();
  });
}

strata_error* strata_update(strata_migration* migration, strata_report** report) {
  return run(
      migration, report, [](Migrator& migrator) { return migrator.update({}); }, GoesOn::Yes);
}

strata_error* strata_update_count(strata_migration* migration, size_t count,
                                  strata_report** report) {
  strata::plan::Goal goal;
  goal.count = count;
  // What is counted is run as one.
  return run(
      migration, report, [&](Migrator& migrator) { return migrator.update(goal); }, GoesOn::No);
}

strata_error* strata_update_to_tag(strata_migration* migration, const char* tag,
                                   strata_report** report) {
  return run(
      migration, report,
      [&](Migrator& migrator) {
        strata::plan::Goal goal;
        goal.tag = text_of(tag, "the tag");
        return migrator.update(goal);
      },
      GoesOn::Yes);
}

strata_error* strata_update_sql(strata_migration* migration, strata_report** report) {
  return reporting(report, [&](strata_report& made) {
    std::ostringstream script;
    Call call(*migration);
    call.print_to(script);
    call.open();
    call.load();
    const strata::run::RunReport done = call.migrator().update({});
    if (done.error) throw strata::Error(*done.error);
    made.sql = script.str();
  });
}

strata_error* strata_rollback_count(strata_migration* migration, size_t count,
                                    strata_report** report) {
  return run(
      migration, report, [&](Migrator& migrator) { return migrator.roll_back_count(count); },
      GoesOn::No);
}

strata_error* strata_rollback_to_tag(strata_migration* migration, const char* tag,
                                     strata_report** report) {
  return run(
      migration, report,
      [&](Migrator& migrator) { return migrator.roll_back_to_tag(text_of(tag, "the tag")); },
      GoesOn::No);
}

strata_error* strata_rollback_to_date(strata_migration* migration, const char* date,
                                      strata_report** report) {
  return run(
      migration, report,
      [&](Migrator& migrator) {
        return migrator.roll_back_to_date(strata::embed::history_date(text_of(date, "the date")));
      },
      GoesOn::No);
}

strata_error* strata_tag(strata_migration* migration, const char* tag) {
  return guarded([&] {
    Call call(*migration);
    call.open();
    call.migrator().tag(text_of(tag, "the tag"));
  });
}
