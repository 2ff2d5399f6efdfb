#include "engine/changelog/loader.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/error.h"
#include "engine/base/path.h"
#include "engine/base/text.h"
#include "engine/changelog/change_set_reader.h"
#include "engine/changelog/content_reader.h"
#include "engine/changelog/expander.h"
#include "engine/changelog/file_reader.h"
#include "engine/changelog/include_reader.h"
#include "engine/changelog/property_reader.h"
#include "engine/changelog/property_removal.h"
#include "engine/document/reader.h"
#include "engine/model/dbms.h"

namespace strata::changelog {
namespace {

using document::Node;

constexpr std::string_view kRoot = "databaseChangeLog";
// A file while it is being read.
struct File {
  std::string physical;  // as it was looked up
  std::string logical;   // its logicalFilePath, or the normalised physical path
  const SourceFile* source = nullptr;
  Inherited inherited;
  const File* parent = nullptr;
  bool is_plain_sql = false;  // then nothing in it is a parameter
  std::vector<PropertyRemoval> removals;
};

std::string logical_path(std::string path) {
  path = replace_all(std::move(path), "\\", "/");
  if (path.starts_with('/')) path.erase(0, 1);
  return path;
}

class Loader {
 public:
  Loader(LoadOptions options, Diagnostics& diagnostics)
      : options_(std::move(options)), diagnostics_(diagnostics) {
    filter_.keeps_all = options_.all_sql_visitors;
    filter_.dbms = options_.dbms;
    filter_.contexts = options_.contexts;
    if (!trim(options_.label_filter).empty())
      filter_.label_filter = Expression::parse(options_.label_filter);
  }

  model::Changelog load() {
    changelog_.path = options_.file;
    File root;
    root.physical = options_.file;
    load_file(root, {});
    return std::move(changelog_);
  }

 private:
  // `wanted_at` is the include that asks for it; nowhere for the root.
  void load_file(File& file, const Location& wanted_at) {
    const std::size_t errors_before = diagnostics_.errors();
    std::optional<ReadFile> read = files_.read(file.physical, wanted_at);
    if (!read) return;
    file.source = read->source;
    file.is_plain_sql = read->is_plain_sql;
    Node& document = read->tree;
    Node* root = find_root(document);
    if (root == nullptr && diagnostics_.errors() == errors_before) report_no_root(document, file);
    if (root == nullptr) return;
    file.logical = normalize_path(file.physical);
    register_properties(*root, file);
    // Entries are expanded once more before they are read, when includes above them have defined
    // their parameters; only then it is a mistake if one is missing.
    if (!file.is_plain_sql) expander_.expand(*root, file.physical, Expander::Pass::First);
    if (const auto path = root->text("logicalFilePath")) file.logical = logical_path(*path);
    file.inherited.path = file.logical;
    if (const auto context = read_context(*root, diagnostics_)) {
      file.inherited.contexts.insert(file.inherited.contexts.begin(), *context);
    }
    file.inherited.quoting = read_quoting(*root, diagnostics_).value_or(file.inherited.quoting);
    read_ahead(*root, file);
    for (Node& entry : root->children) read_entry(entry, file);
  }

  // Two threads read more than one.
  void read_ahead(const Node& root, const File& file) {
    Diagnostics later;
    const IncludeReader reader{*options_.resources, options_.unknown_keys, later};
    std::vector<std::string> paths;
    for (const Node& entry : root.children) {
      if (entry.name != "include" && entry.name != "includeAll") continue;
      for (IncludedFile& included : reader.read(entry, file.physical))
        paths.push_back(std::move(included.path));
    }
    if (paths.size() > 1) files_.expect(paths);
  }

  static Node* find_root(Node& document) {
    const auto found = std::find_if(document.children.begin(), document.children.end(),
                                    [](const Node& node) { return node.name == kRoot; });
    return found == document.children.end() ? nullptr : &*found;
  }

  // As it is written in the file's format.
  static std::string root_text(const File& file) {
    const document::Format format = document::format_of(file.physical);
    if (format == document::Format::Xml) return fmt::format("<{}>", kRoot);
    return format == document::Format::Json ? fmt::format("{{\"{}\":", kRoot)
                                            : fmt::format("`{}:`", kRoot);
  }

  void report_no_root(const Node& document, const File& file) {
    const Location start{file.source, 1, 1, 0};
    if (document.children.empty()) {
      diagnostics_.error(start, fmt::format("{} holds no changelog", file.physical),
                         fmt::format("it must start with {}", root_text(file)));
      return;
    }
    const std::string_view known[] = {kRoot};
    const auto slip =
        std::find_if(document.children.begin(), document.children.end(),
                     [&](const Node& node) { return !did_you_mean(node.name, known).empty(); });
    const bool found = slip != document.children.end();
    const Node& shown = found ? *slip : document.children.front();
    diagnostics_.error(shown.name_at, fmt::format("there is no {} at the top", kRoot),
                       found ? did_you_mean(shown.name, known)
                             : fmt::format("a changelog starts with {}", root_text(file)));
  }

  // Properties count from the top of their file, wherever they stand in it. What is wrong with them
  // is said when they are met again as entries.
  void register_properties(const Node& root, const File& file) {
    Diagnostics later;
    for (const Node& entry : root.children) {
      if (entry.name == "property") properties_.define(entry, file.physical, later);
    }
  }

  void read_entry(Node& entry, File& file) {
    // What an include above has defined counts from here on.
    if (!file.is_plain_sql) expander_.expand(entry, file.physical, Expander::Pass::Last);
    if (entry.name == "changeSet") return read_change_set(entry, file);
    if (entry.name == "include" || entry.name == "includeAll") return include(entry, file);
    if (entry.name == "modifyChangeSets") return modify_change_sets(entry, file);
    if (entry.name == "removeChangeSetProperty") {
      if (const auto removal = read_removal(entry, options_.dbms, diagnostics_))
        file.removals.push_back(*removal);
      return;
    }
    if (entry.name == "preConditions") {
      changelog_.preconditions.push_back(preconditions(file, diagnostics_).read(entry));
      return;
    }
    if (entry.name == "property") {
      properties_.check(entry, diagnostics_);
      return properties_.define(entry, file.physical, diagnostics_);
    }
    constexpr std::array<std::string_view, 6> kAttributes{
        "logicalFilePath",       "context",     "contextFilter",
        "objectQuotingStrategy", "changeLogId", "$schema"};
    if (std::find(kAttributes.begin(), kAttributes.end(), entry.name) != kAttributes.end()) return;
    std::vector<std::string_view> known{"changeSet",
                                        "include",
                                        "includeAll",
                                        "property",
                                        "preConditions",
                                        "modifyChangeSets",
                                        "removeChangeSetProperty"};
    known.insert(known.end(), kAttributes.begin(), kAttributes.end());
    diagnostics_.error(entry.name_at, fmt::format("unknown key '{}' in {}", entry.name, kRoot),
                       did_you_mean(entry.name, known));
  }

  void read_change_set(const Node& node, const File& file) {
    // One changeset may be written once for each database.
    const auto dbms = node.text("dbms");
    const bool applies = !dbms || model::dbms_matches(to_lower(*dbms), options_.dbms);
    // The reference does not even read what is for other databases, and it may use change types
    // that only they have.
    Diagnostics ignored;
    Diagnostics& diagnostics = applies ? diagnostics_ : ignored;
    const ChangeSetReader reader{file.inherited,
                                 filter_,
                                 options_.unknown_keys,
                                 diagnostics,
                                 preconditions(file, diagnostics),
                                 [this](const model::ChangeSetKey& key) { return find(key); }};
    model::ChangeSet change_set = reader.read(node);
    for (const PropertyRemoval removal : file.removals) remove(removal, change_set);
    if (applies) {
      const ContentReader content{
          *options_.resources, *changelog_.sources, file.physical,
          [&](const std::string& text, const Location& at, Replacements& replacements) {
            return expander_.expand(text, at, file.physical, Expander::Pass::Last, &replacements);
          },
          diagnostics_};
      for (model::Change& change : change_set.changes) content.read(change);
      if (change_set.rollback) {
        for (model::Change& change : change_set.rollback->changes) content.read(change);
      }
      report_duplicate(change_set);
    }
    if (!ignored.has_errors()) changelog_.change_sets.push_back(std::move(change_set));
  }

  PreconditionReader preconditions(const File& file, Diagnostics& diagnostics) const {
    return {options_.unknown_keys, diagnostics,
            [this, path = file.physical](const std::string& name) -> model::Text {
              std::set<std::string> unknown;
              std::string value = options_.parameters.expand("${" + name + "}", path, unknown, {});
              return unknown.empty() ? model::Text(std::move(value)) : std::nullopt;
            }};
  }

  std::vector<const model::ChangeSet*> find(const model::ChangeSetKey& key) const {
    std::vector<const model::ChangeSet*> found;
    for (const model::ChangeSet& change_set : changelog_.change_sets) {
      if (model::lookup_key(change_set.key) == model::lookup_key(key)) found.push_back(&change_set);
    }
    return found;
  }

  void report_duplicate(const model::ChangeSet& change_set) {
    const auto [first, is_new] = seen_.emplace(model::lookup_key(change_set.key), change_set.at);
    if (is_new) return;
    diagnostics_.error(change_set.at,
                       fmt::format("changeset {} is there twice", model::to_string(change_set.key)),
                       fmt::format("the first one is at {}", strata::to_string(first->second)));
  }

  // What its includes bring gets its `runWith`, where it has none.
  void modify_change_sets(const Node& node, const File& file) {
    File inner = file;
    if (const auto run_with = node.text("runWith")) inner.inherited.run_with = run_with;
    for (const Node& entry : node.children) {
      if (entry.name == "include" || entry.name == "includeAll") {
        include(entry, inner);
      } else if (entry.name != "runWith" && entry.name != "runWithSpoolFile") {
        constexpr std::array<std::string_view, 4> kKnown{"include", "includeAll", "runWith",
                                                         "runWithSpoolFile"};
        diagnostics_.error(entry.name_at,
                           fmt::format("modifyChangeSets: unknown key '{}'", entry.name),
                           did_you_mean(entry.name, kKnown));
      }
    }
  }

  void include(const Node& node, const File& file) {
    const IncludeReader reader{*options_.resources, options_.unknown_keys, diagnostics_};
    for (const IncludedFile& included : reader.read(node, file.physical))
      load_included(included.path, node, included.at, file);
  }

  void load_included(const std::string& path, const Node& node, const Location& at,
                     const File& file) {
    File included;
    included.parent = &file;
    included.physical = path;
    if (is_cycle(included, at)) return;
    included.inherited.quoting = model::QuotingStrategy::Legacy;
    included.inherited.run_with = file.inherited.run_with;
    if (const auto context = read_context(node, diagnostics_))
      included.inherited.contexts.push_back(*context);
    const std::vector<std::string>& outer = file.inherited.contexts;
    included.inherited.contexts.insert(included.inherited.contexts.end(), outer.begin(),
                                       outer.end());
    included.inherited.labels = file.inherited.labels;
    if (std::vector<std::string> labels = read_labels(node); !labels.empty()) {
      included.inherited.labels.insert(included.inherited.labels.begin(), std::move(labels));
    }
    load_file(included, at);
  }

  bool is_cycle(const File& included, const Location& at) {
    const std::string path = normalize_path(included.physical);
    std::string chain = path;
    for (const File* file = included.parent; file != nullptr; file = file->parent) {
      const std::string step = normalize_path(file->physical);
      chain.insert(0, step + " -> ");
      if (step != path) continue;
      diagnostics_.error(at, fmt::format("{} includes itself", path), chain);
      return true;
    }
    return false;
  }

  LoadOptions options_;
  Diagnostics& diagnostics_;
  RunFilter filter_;
  PropertyReader properties_{options_};
  Expander expander_{options_, properties_, diagnostics_};
  model::Changelog changelog_;
  FileReader files_{*options_.resources, *changelog_.sources, diagnostics_};
  std::map<std::string, Location> seen_;
};

}  // namespace

model::Changelog load(LoadOptions options, Diagnostics& diagnostics) {
  return Loader(std::move(options), diagnostics).load();
}

}  // namespace strata::changelog
