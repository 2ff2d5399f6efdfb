// Commands that change the database, or print how.
#include <chrono>
#include <functional>

#include <fmt/format.h>

#include "cmd/commands.h"
#include "cmd/error_text.h"
#include "cmd/summary.h"
#include "engine/model/date_value.h"

namespace strata::cmd {
namespace {

using Clock = std::chrono::steady_clock;
using Run = std::function<run::RunReport(run::Migrator&)>;

ExitCode execute(Workspace& workspace, Mode mode, RunKind kind, const Run& run) {
  const Clock::time_point start = Clock::now();
  workspace.open(mode);
  workspace.load();
  run::Migrator migrator = workspace.migrator();
  const run::RunReport report = run(migrator);
  if (report.error) std::cerr << error_text(*report.error, workspace.style());
  if (mode == Mode::Script) {
    // Half a script must not be mistaken for a whole one.
    if (!report.error) workspace.print_script();
  } else {
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    std::cerr << summary_text(kind, report, elapsed, workspace.style());
  }
  return report.error ? exit_code_for(report.error->kind()) : ExitCode::Done;
}

plan::Goal goal(const Options& options) {
  return {options.count, options.tag.empty() ? std::nullopt : model::Text(options.tag)};
}

// "2026-01-31T18:00" and the like in the form the history has: "2026-01-31 18:00:00".
std::string moment(const std::string& written) {
  const model::Moment value = model::parse_date_value(written);
  if (!value || value->kind == model::DateValue::Kind::Time) {
    throw Error(ErrorKind::Usage, fmt::format("--date: '{}' is no date", written))
        .with_hint("2026-01-31, '2026-01-31 18:00:00' or 2026-01-31T18:00:00");
  }
  std::string text = model::to_iso(*value);
  if (const std::size_t separator = text.find('T'); separator != std::string::npos)
    text[separator] = ' ';
  return text;
}

ExitCode roll_back(Workspace& workspace, Mode mode, const Run& run) {
  return execute(workspace, mode, RunKind::Rollback, run);
}

ExitCode sync(Workspace& workspace, Mode mode) {
  return execute(workspace, mode, RunKind::Sync,
                 [](run::Migrator& migrator) { return migrator.changelog_sync(); });
}

ExitCode update(Workspace& workspace, Mode mode) {
  return execute(workspace, mode, RunKind::Update, [&](run::Migrator& migrator) {
    return migrator.update(goal(workspace.options()));
  });
}

ExitCode to_tag(Workspace& workspace, Mode mode) {
  return roll_back(workspace, mode, [&](run::Migrator& migrator) {
    return migrator.roll_back_to_tag(workspace.options().tag);
  });
}

ExitCode by_count(Workspace& workspace, Mode mode) {
  return roll_back(workspace, mode, [&](run::Migrator& migrator) {
    return migrator.roll_back_count(*workspace.options().count);
  });
}

ExitCode to_date(Workspace& workspace, Mode mode) {
  const std::string date = moment(workspace.options().date);
  return roll_back(workspace, mode,
                   [&](run::Migrator& migrator) { return migrator.roll_back_to_date(date); });
}

}  // namespace

ExitCode update(Workspace& workspace) { return update(workspace, Mode::Execute); }
ExitCode update_sql(Workspace& workspace) { return update(workspace, Mode::Script); }
ExitCode rollback_to_tag(Workspace& workspace) { return to_tag(workspace, Mode::Execute); }
ExitCode rollback_to_tag_sql(Workspace& workspace) { return to_tag(workspace, Mode::Script); }
ExitCode rollback_count(Workspace& workspace) { return by_count(workspace, Mode::Execute); }
ExitCode rollback_count_sql(Workspace& workspace) { return by_count(workspace, Mode::Script); }
ExitCode rollback_to_date(Workspace& workspace) { return to_date(workspace, Mode::Execute); }
ExitCode rollback_to_date_sql(Workspace& workspace) { return to_date(workspace, Mode::Script); }
ExitCode changelog_sync(Workspace& workspace) { return sync(workspace, Mode::Execute); }
ExitCode changelog_sync_sql(Workspace& workspace) { return sync(workspace, Mode::Script); }

ExitCode tag(Workspace& workspace) {
  workspace.open(Mode::Execute);
  workspace.migrator().tag(workspace.options().tag);
  std::cerr << workspace.style().green("tagged") << " the database with " << workspace.options().tag
            << '\n';
  return ExitCode::Done;
}

}  // namespace strata::cmd
