// Commands about the history alone: tags and checksums.
#include <algorithm>

#include <fmt/format.h>

#include "cmd/commands.h"
#include "engine/base/text.h"

namespace strata::cmd {

Answer tag(Workspace& workspace) {
  workspace.open(Mode::Execute);
  const std::string& tag = workspace.options().tag;
  workspace.migrator().tag(
      tag, workspace.options().add_row == "true" ? run::TagRow::Own : run::TagRow::Newest);
  Answer answer;
  answer.data["tag"] = tag;
  answer.note = fmt::format("{} the database with {}\n", workspace.style().green("tagged"), tag);
  return answer;
}

Answer tag_exists(Workspace& workspace) {
  const plan::History history = workspace.open_to_look().history().read();
  const std::string& tag = workspace.options().tag;
  const bool exists = std::any_of(
      history.rows().begin(), history.rows().end(),
      [&](const plan::RanChangeSet& row) { return row.tag && equals_ignore_case(*row.tag, tag); });
  Answer answer;
  answer.data["tag"] = tag;
  answer.data["exists"] = exists;
  answer.text = fmt::format("The tag {} {} in {}\n", tag,
                            exists ? "already exists" : "does not exist", workspace.display_url());
  return answer;
}

Answer clear_checksums(Workspace& workspace) {
  workspace.open(Mode::Execute);
  workspace.migrator().clear_checksums();
  Answer answer;
  answer.note = fmt::format("{} all checksums; the next update takes them anew\n",
                            workspace.style().green("forgot"));
  return answer;
}

}  // namespace strata::cmd
