// Commands about a project's files: a start, edits of changelogs, descriptions.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "cmd/changelog_edit.h"
#include "cmd/commands.h"
#include "cmd/completion.h"
#include "cmd/describe.h"
#include "cmd/help.h"
#include "cmd/starter.h"
#include "engine/base/text.h"
#include "engine/model/dbms.h"

namespace strata::cmd {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw Error(ErrorKind::Usage, fmt::format("cannot read {}", path.string()));
  return text.str();
}

// Beside it first, so that it is never half a file.
void replace_file(const fs::path& path, const std::string& text) {
  const fs::path beside = path.string() + ".new";
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  std::error_code failed;
  if (out) fs::permissions(beside, fs::status(path).permissions(), failed);
  if (out && !failed) fs::rename(beside, path, failed);
  if (!out || failed) {
    std::error_code ignored;
    fs::remove(beside, ignored);
    throw Error(ErrorKind::Usage, fmt::format("cannot write {}", path.string()));
  }
}

fs::path path_of(const Workspace& workspace, const std::string& name) {
  for (const fs::path& folder : embed::search_folders(workspace.options())) {
    if (fs::exists(folder / name)) return folder / name;
  }
  return name;
}

bool is_chosen(const model::ChangeSet& change_set, const Options& options) {
  const auto fits = [](const std::string& wanted, const std::string& actual) {
    return wanted.empty() || wanted == actual;
  };
  return fits(options.changeset_id, change_set.key.id) &&
         fits(options.changeset_author, change_set.key.author) &&
         fits(options.changeset_path, change_set.key.path) &&
         (options.changeset_identifier.empty() ||
          options.changeset_identifier == model::to_string(change_set.key)) &&
         (options.dbms.empty() || change_set.dbms == options.dbms);
}

Answer set_attribute(Workspace& workspace, const std::vector<std::string_view>& names) {
  const Options& options = workspace.options();
  if (options.set_as.empty()) {
    throw Error(ErrorKind::Usage, fmt::format("{}: --set-as is required", options.command));
  }
  workspace.open_to_look();
  const plan::Selection selection = workspace.selection();
  std::map<std::string, std::vector<Location>> places;
  for (const model::ChangeSet& change_set : workspace.load().change_sets) {
    if (is_chosen(change_set, options) && !selection.reason_to_skip(change_set) && change_set.at)
      places[change_set.at.file->path()].push_back(change_set.at);
  }
  Answer answer;
  std::size_t changed = 0;
  std::size_t kept = 0;
  for (const auto& [name, chosen] : places) {
    const fs::path path = path_of(workspace, name);
    const SourceFile file(name, read_file(path));
    const EditedText edited =
        with_attribute(file, chosen, names, options.set_as,
                       options.force_replace ? Existing::Replace : Existing::Keep);
    if (edited.changed > 0) replace_file(path, edited.text);
    changed += edited.changed;
    kept += edited.kept;
  }
  answer.data["changed"] = changed;
  answer.data["kept"] = kept;
  answer.note = fmt::format("{} {} of {} changeset{}", workspace.style().green("wrote"),
                            names.front(), changed, changed == 1 ? "" : "s");
  if (kept > 0) answer.note += fmt::format("; {} had some already (--force-replace)", kept);
  answer.note += '\n';
  return answer;
}

}  // namespace

Answer set_contexts(Workspace& workspace) {
  return set_attribute(workspace, {"contextFilter", "context"});
}

Answer set_labels(Workspace& workspace) { return set_attribute(workspace, {"labels"}); }

Answer init_project(Workspace& workspace) {
  const Options& options = workspace.options();
  Starter starter;
  starter.format = options.format.empty() || options.format == "text" ? "yaml" : options.format;
  starter.changelog_file = options.changelog_file;
  starter.defaults_file = options.project_defaults_file;
  starter.url = options.url;
  starter.username = options.username;
  const fs::path folder =
      options.project_dir.empty() ? fs::path(".") : fs::path(options.project_dir);
  Answer answer;
  answer.data["files"] = Json::array();
  const std::vector<StarterFile> files = starter_files(starter);
  for (const StarterFile& file : files) {
    if (!fs::exists(folder / file.name)) continue;
    throw Error(ErrorKind::Usage, fmt::format("{} is there already", (folder / file.name).string()))
        .with_hint("choose another --project-dir");
  }
  std::error_code ignored;
  fs::create_directories(folder, ignored);
  for (const StarterFile& file : files) {
    std::ofstream out(folder / file.name, std::ios::binary);
    out << file.text;
    out.close();
    if (!out)
      throw Error(ErrorKind::Usage, fmt::format("cannot write {}", (folder / file.name).string()));
    answer.data["files"].push_back(file.name);
    answer.note +=
        fmt::format("{} {}\n", workspace.style().green("wrote"), (folder / file.name).string());
  }
  const std::string change_folder = folder == "." ? "" : fmt::format("cd {} && ", folder.string());
  answer.note += fmt::format("next: {}strata status\n", change_folder);
  return answer;
}

Answer schema(Workspace&) {
  Answer answer;
  answer.text = changelog_schema();
  answer.data["schema"] = Json::parse(answer.text);
  return answer;
}

Answer docs(Workspace& workspace) {
  Answer answer;
  const std::string& topic = workspace.options().topic;
  answer.text = topic.empty() ? change_list() : change_docs(topic);
  answer.data["text"] = answer.text;
  return answer;
}

Answer completion(Workspace& workspace) {
  Answer answer;
  answer.text = completion_script(workspace.options().topic);
  answer.data["script"] = answer.text;
  return answer;
}

Answer manual(Workspace&) {
  Answer answer;
  answer.text = manual_page();
  answer.data["text"] = answer.text;
  return answer;
}

}  // namespace strata::cmd
