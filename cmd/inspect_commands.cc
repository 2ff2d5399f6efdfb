// Commands that only look.
#include <fmt/format.h>

#include "cmd/commands.h"
#include "cmd/describe.h"
#include "cmd/table.h"

namespace strata::cmd {
namespace {

// With a script that nobody prints, an offline: URL is as good as a connection.
Mode mode_for(const Options& options) {
  return options.url.starts_with("offline:") ? Mode::Script : Mode::Execute;
}

}  // namespace

ExitCode status(Workspace& workspace) {
  workspace.open(mode_for(workspace.options()));
  workspace.load();
  const plan::UpdatePlan plan = workspace.migrator().plan({});
  if (plan.steps.empty()) {
    std::cout << workspace.display_url() << " is up to date\n";
    return ExitCode::Done;
  }
  const std::size_t count = plan.steps.size();
  std::cout << fmt::format("{} changeset{} not been applied to {}\n", count,
                           count == 1 ? " has" : "s have", workspace.display_url());
  for (const plan::Step& step : plan.steps) {
    std::cout << "     " << model::to_string(step.change_set->key);
    if (workspace.options().verbose && step.reason != plan::Reason::New) {
      std::cout << (step.reason == plan::Reason::Changed ? " (changed, runOnChange)"
                                                         : " (runAlways)");
    }
    std::cout << '\n';
  }
  return ExitCode::Done;
}

ExitCode history(Workspace& workspace) {
  const plan::History history = workspace.open(mode_for(workspace.options())).history().read();
  if (history.empty()) {
    std::cout << "Nothing has run on " << workspace.display_url() << '\n';
    return ExitCode::Done;
  }
  std::vector<std::vector<std::string>> rows;
  for (const plan::RanChangeSet& row : history.rows()) {
    constexpr std::size_t kSeconds = 19;  // "2026-01-31 18:00:00" without fractions
    rows.push_back({row.deployment_id.value_or(""), row.date_executed.substr(0, kSeconds),
                    row.key.path, row.key.author, row.key.id, row.tag.value_or("")});
  }
  std::cout << "History of " << workspace.display_url() << "\n\n"
            << to_table({"Deployment ID", "Update Date", "Changelog Path", "Changeset Author",
                         "Changeset ID", "Tag"},
                        rows);
  return ExitCode::Done;
}

ExitCode validate(Workspace& workspace) {
  workspace.open(mode_for(workspace.options()));
  const model::Changelog& changelog = workspace.load();
  workspace.migrator().validate();
  std::cerr << workspace.style().green("valid") << ": "
            << fmt::format("{} with {} changeset{}\n", changelog.path, changelog.change_sets.size(),
                           changelog.change_sets.size() == 1 ? "" : "s");
  return ExitCode::Done;
}

ExitCode schema(Workspace&) {
  std::cout << changelog_schema() << std::flush;
  return ExitCode::Done;
}

}  // namespace strata::cmd
