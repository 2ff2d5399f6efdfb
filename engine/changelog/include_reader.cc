#include "engine/changelog/include_reader.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/path.h"
#include "engine/base/text.h"
#include "engine/document/reader.h"

namespace strata::changelog {
namespace {

using document::Node;

constexpr std::array<std::string_view, 1> kOfInclude{"errorIfMissing"};
constexpr std::array<std::string_view, 3> kClasses{"filter", "resourceFilter",
                                                   "resourceComparator"};
constexpr std::array<std::string_view, 7> kOfIncludeAll{
    "errorIfMissingOrEmpty", "minDepth",          "maxDepth", "endsWithFilter", "filter",
    "resourceFilter",        "resourceComparator"};

class Reader {
 public:
  Reader(const IncludeReader& options, const Node& entry, const std::string& changelog)
      : options_(options), entry_(entry), changelog_(changelog) {}

  std::vector<IncludedFile> include() const {
    const Node* target = read_target("file", kOfInclude);
    if (target == nullptr) return {};
    const std::string path = resolve(*target);
    const bool optional = !entry_.boolean("errorIfMissing").value_or(true);
    if (optional && !exists(path, target->value_at)) return {};
    return {{path, target->value_at}};
  }

  std::vector<IncludedFile> include_all() const {
    const Node* target = read_target("path", kOfIncludeAll);
    if (target == nullptr || has_java_class()) return {};
    std::vector<IncludedFile> files;
    for (const std::string& path : find_files(*target, normalize_path(resolve(*target)))) {
      if (normalize_path(path) == normalize_path(changelog_)) continue;
      if (document::has_format(path)) {
        files.push_back({path, target->value_at});
      } else {
        diagnostics().warning(target->value_at, path +
                                                    " is not the name of a changelog, and is "
                                                    "left out");
      }
    }
    return files;
  }

 private:
  Diagnostics& diagnostics() const { return options_.diagnostics; }

  // What says where to look; nullptr if it is missing, which is reported, or if all is to be
  // ignored.
  const Node* read_target(std::string_view key, std::span<const std::string_view> more) const {
    std::vector<std::string_view> known{
        key, "relativeToChangelogFile", "context", "contextFilter", "labels", "ignore"};
    known.insert(known.end(), more.begin(), more.end());
    model::report_unknown_keys(entry_, entry_.name, known, options_.unknown_keys, diagnostics());
    model::report_repeated_keys(entry_, entry_.name, known, diagnostics());
    const Node* target = entry_.child(key);
    if (target == nullptr || !target->value || trim(target->value.text).empty()) {
      diagnostics().error(entry_.name_at, fmt::format("{}: '{}' is missing", entry_.name, key));
      return nullptr;
    }
    return entry_.boolean("ignore").value_or(false) ? nullptr : target;
  }

  std::string resolve(const Node& target) const {
    const std::string path = replace_all(target.value.text, "\\", "/");
    const bool relative = entry_.boolean("relativeToChangelogFile").value_or(false);
    return relative ? std::string(folder_of(changelog_)) + path : path;
  }

  bool exists(const std::string& path, const Location& at) const {
    try {
      return options_.resources.read(path).has_value();
    } catch (const Error& error) {
      diagnostics().error(at, error.what());
      return false;
    }
  }

  bool has_java_class() const {
    bool found = false;
    for (const std::string_view key : kClasses) {
      const Node* const code = entry_.child(key);
      if (code == nullptr) continue;
      found = true;
      diagnostics().error(
          code->value_at,
          fmt::format("includeAll: {} is a Java class, which Strata cannot run", code->value.text),
          "endsWithFilter chooses files, too");
    }
    return found;
  }

  std::vector<std::string> find_files(const Node& target, const std::string& folder) const {
    const std::size_t min_depth = depth("minDepth", 0);
    const std::size_t max_depth = depth("maxDepth", std::string::npos);
    const std::string ending = to_lower(trim(entry_.text("endsWithFilter").value_or("")));
    std::vector<std::string> found;
    try {
      const auto all = options_.resources.list(folder);
      for (const std::string& path : all.value_or(std::vector<std::string>())) {
        const std::size_t files_depth = depth_below(path, folder);
        if (files_depth < min_depth || files_depth > max_depth) continue;
        if (to_lower(path).ends_with(ending)) found.push_back(path);
      }
      if (found.empty() && entry_.boolean("errorIfMissingOrEmpty").value_or(true)) {
        diagnostics().error(
            target.value_at,
            fmt::format("includeAll: {} {}", all ? "no such file is in" : "there is no folder",
                        folder.empty() ? "." : folder),
            fmt::format("looked in: {}", options_.resources.where()));
      }
    } catch (const Error& error) {
      diagnostics().error(target.value_at, error.what(), error.hint());
    }
    return found;
  }

  // From 1: files in the folder itself.
  static std::size_t depth_below(std::string_view path, std::string_view folder) {
    path.remove_prefix(folder.empty() ? 0 : std::min(folder.size() + 1, path.size()));
    return static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) + 1;
  }

  std::size_t depth(std::string_view key, std::size_t otherwise) const {
    const auto text = entry_.text(key);
    if (!text || trim(*text).empty()) return otherwise;
    constexpr std::size_t kMostDigits = 9;
    if (text->size() <= kMostDigits && text->find_first_not_of("0123456789") == std::string::npos)
      return std::stoul(*text);
    diagnostics().error(entry_.child(key)->value_at,
                        fmt::format("includeAll: '{}' is no {}", *text, key));
    return otherwise;
  }

  const IncludeReader& options_;
  const Node& entry_;
  const std::string& changelog_;
};

}  // namespace

std::vector<IncludedFile> IncludeReader::read(const Node& entry,
                                              const std::string& changelog) const {
  const Reader reader(*this, entry, changelog);
  return entry.name == "includeAll" ? reader.include_all() : reader.include();
}

}  // namespace strata::changelog
