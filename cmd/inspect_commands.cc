// Commands that only look.
#include <map>

#include <fmt/format.h>

#include "cmd/chosen_change_set.h"
#include "cmd/commands.h"
#include "cmd/report_json.h"
#include "cmd/table.h"
#include "engine/model/checksum.h"
#include "engine/plan/rollback_plan.h"

namespace strata::cmd {
namespace {

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string_view reason_text(plan::Reason reason) {
  switch (reason) {
    case plan::Reason::Changed:
      return " (changed, runOnChange)";
    case plan::Reason::RunAlways:
      return " (runAlways)";
    case plan::Reason::New:
      break;
  }
  return "";
}

// Names of the contexts and labels of a changeset that is due, for those who wonder.
std::string pending_line(const plan::Step& step, bool verbose) {
  std::string line = "     " + model::to_string(step.change_set->key);
  if (verbose) line += reason_text(step.reason);
  return line + "\n";
}

std::string to_seconds(const std::string& date) {
  constexpr std::size_t kSeconds = 19;  // "2026-01-31 18:00:00" without fractions
  return date.substr(0, kSeconds);
}

std::string history_table(const plan::History& history) {
  std::vector<std::vector<std::string>> rows;
  for (const plan::RanChangeSet& row : history.rows()) {
    rows.push_back({row.deployment_id.value_or(""), to_seconds(row.date_executed), row.key.path,
                    row.key.author, row.key.id, row.tag.value_or("")});
  }
  return to_table(
      {"Deployment ID", "Update Date", "Changelog Path", "Changeset Author", "Changeset ID", "Tag"},
      rows);
}

// Deployments in the order they ran, each with its changesets.
std::string history_list(const plan::History& history) {
  std::string text;
  const plan::RanChangeSet* before = nullptr;
  for (const plan::RanChangeSet& row : history.rows()) {
    if (before == nullptr || before->deployment_id != row.deployment_id) {
      text +=
          fmt::format("{}- Deployment {} of {}\n", before == nullptr ? "" : "\n",
                      row.deployment_id.value_or("without an id"), to_seconds(row.date_executed));
    }
    text += fmt::format("  {}{}\n", model::to_string(row.key),
                        row.tag ? fmt::format(" (tag {})", *row.tag) : "");
    before = &row;
  }
  return text;
}

}  // namespace

Answer status(Workspace& workspace) {
  workspace.open_to_look();
  workspace.load();
  const plan::UpdatePlan plan = workspace.migrator().plan({});
  Answer answer;
  answer.data["pending"] = Json::array();
  for (const plan::Step& step : plan.steps) {
    Json item = to_json(step.change_set->key);
    item["reason"] = plan::to_string(step.reason);
    answer.data["pending"].push_back(std::move(item));
  }
  if (plan.steps.empty()) {
    answer.text = workspace.display_url() + " is up to date\n";
    return answer;
  }
  answer.text = fmt::format("{} not been applied to {}\n",
                            plural(plan.steps.size(), "changeset has", "changesets have"),
                            workspace.display_url());
  for (const plan::Step& step : plan.steps)
    answer.text += pending_line(step, workspace.options().verbose);
  if (workspace.options().fail_if_pending) answer.code = ExitCode::Pending;
  return answer;
}

Answer history(Workspace& workspace) {
  const plan::History history = workspace.open_to_look().history().read();
  Answer answer;
  answer.data["history"] = Json::array();
  for (const plan::RanChangeSet& row : history.rows())
    answer.data["history"].push_back(to_json(row));
  if (history.empty()) {
    answer.text = fmt::format("Nothing has run on {}\n", workspace.display_url());
    return answer;
  }
  answer.text = fmt::format("History of {}\n\n", workspace.display_url());
  answer.text +=
      workspace.options().format == "text" ? history_list(history) : history_table(history);
  return answer;
}

Answer unexpected_change_sets(Workspace& workspace) {
  run::Session& session = workspace.open_to_look();
  const model::Changelog& changelog = workspace.load();
  const plan::History history = session.history().read();
  const std::vector<const plan::RanChangeSet*> rows = plan::unexpected_rows(history, changelog);
  Answer answer;
  answer.data["unexpected"] = Json::array();
  answer.text = rows.empty()
                    ? fmt::format("{} has no changesets that are not in the changelog\n",
                                  workspace.display_url())
                    : fmt::format("{} ran on {} but {} not in the changelog\n",
                                  plural(rows.size(), "changeset", "changesets"),
                                  workspace.display_url(), rows.size() == 1 ? "is" : "are");
  for (const plan::RanChangeSet* row : rows) {
    answer.data["unexpected"].push_back(to_json(*row));
    answer.text += fmt::format("     {}", model::to_string(row->key));
    if (workspace.options().verbose)
      answer.text +=
          fmt::format(" ({}: {})", to_seconds(row->date_executed), row->description.value_or(""));
    answer.text += '\n';
  }
  return answer;
}

Answer validate(Workspace& workspace) {
  workspace.open_to_look();
  const model::Changelog& changelog = workspace.load();
  workspace.migrator().validate();
  Answer answer;
  answer.data["changesets"] = changelog.change_sets.size();
  answer.note = fmt::format("{}: {} with {}\n", workspace.style().green("valid"), changelog.path,
                            plural(changelog.change_sets.size(), "changeset", "changesets"));
  return answer;
}

Answer calculate_checksum(Workspace& workspace) {
  workspace.open_to_look();
  const model::ChangeSet& found =
      plan::find_change_set(workspace.load(), chosen_change_set(workspace.options()));
  const std::string sum = model::checksum(found, workspace.selection().dbms());
  Answer answer;
  answer.data["checksum"] = sum;
  answer.text = sum + "\n";
  return answer;
}

Answer connect(Workspace& workspace) {
  run::Session& session = workspace.open(Mode::Execute);
  const driver::ServerInfo& server = *session.server();
  Answer answer;
  answer.data["product"] = server.product;
  answer.data["version"] = server.version_text;
  answer.data["user"] = server.user;
  answer.data["catalog"] = server.default_catalog;
  answer.data["schema"] = server.default_schema;
  answer.text = fmt::format("connected to {}: {} {}", workspace.display_url(), server.product,
                            server.version_text);
  if (!server.user.empty()) answer.text += fmt::format(", as {}", server.user);
  if (!server.default_schema.empty())
    answer.text += fmt::format(", in the schema {}", server.default_schema);
  answer.text += '\n';
  return answer;
}

}  // namespace strata::cmd
