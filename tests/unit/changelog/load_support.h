// Loads changelogs from texts, and shows what came of them. For the tests of the loader.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "engine/changelog/loader.h"

namespace strata::changelog {

using Files = std::map<std::string, std::string>;  // by path

struct Loaded {
  // The root is "root.yaml".
  explicit Loaded(Files files, LoadOptions options = {}) {
    const MemoryResources resources(std::move(files));
    if (options.file.empty()) options.file = "root.yaml";
    if (options.dbms.empty()) options.dbms = "sqlite";
    options.resources = &resources;
    changelog = load(std::move(options), diagnostics);
  }
  explicit Loaded(std::string root, LoadOptions options = {})
      : Loaded(Files{{"root.yaml", std::move(root)}}, std::move(options)) {}

  // All mistakes as users see them.
  std::string mistakes() const {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.all()) text += to_text(diagnostic) + "\n";
    return text;
  }

  // "root.yaml::1::me; ..."
  std::string keys() const {
    std::string text;
    for (const model::ChangeSet& change_set : changelog.change_sets) {
      text += (text.empty() ? "" : "; ") + model::to_string(change_set.key);
    }
    return text;
  }

  const model::ChangeSet& change_set(std::size_t index = 0) const {
    return changelog.change_sets.at(index);
  }

  template <typename Change>
  const Change& change(std::size_t change_set_index = 0, std::size_t index = 0) const {
    return std::get<Change>(change_set(change_set_index).changes.at(index).body);
  }

  Diagnostics diagnostics;
  model::Changelog changelog;
};

// A changelog of one changeset with those lines in it.
inline std::string one_change_set(const std::string& lines) {
  std::string text = "databaseChangeLog:\n- changeSet:\n    id: 1\n    author: me\n";
  std::size_t start = 0;
  while (start < lines.size()) {
    const std::size_t end = lines.find('\n', start);
    text += "    " + lines.substr(start, end - start) + "\n";
    start = end == std::string::npos ? lines.size() : end + 1;
  }
  return text;
}

}  // namespace strata::changelog
