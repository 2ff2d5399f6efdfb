// Options that stand elsewhere than on the command line: in the environment (STRATA_...,
// LIQUIBASE_...) and in files (strata.yaml, strata.properties, liquibase.properties).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/source_map.h"

namespace strata::cmd {

// One option as written in one place.
struct Setting {
  std::string key;  // bare, without prefixes: "contexts", "updatecontexts"
  std::string value;
  Location at;         // in a file, or
  std::string source;  // "the environment variable STRATA_URL"
};

// A mistake in a configuration file, without the rest of its line.
Diagnostic without_value(Diagnostic diagnostic);

class Configuration {
 public:
  // Reads the files and the environment. `file` is what --defaults-file names; "" = those that are
  // there. Mistakes in files, and keys that mean nothing, go to `diagnostics`. Throws Error(Usage)
  // when `file` cannot be read.
  Configuration(const std::string& file, Diagnostics& diagnostics);

  // What stands for an option of a command, the strongest one; nullptr if nothing does.
  const Setting* find(const std::vector<std::string_view>& names, std::string_view command) const;
  // Changelog parameters: `parameter.name=value`.
  const std::vector<std::pair<std::string, std::string>>& parameters() const { return parameters_; }

 private:
  void read_environment(std::string_view prefix);
  void read_file(const std::string& path, Diagnostics& diagnostics);
  void read_properties(const SourceFile& file, Diagnostics& diagnostics);
  void read_yaml(const SourceFile& file, Diagnostics& diagnostics);
  void add(std::string_view key, std::string value, const Location& at, Diagnostics& diagnostics);

  SourceMap files_;
  std::vector<Setting> settings_;  // the strongest first
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace strata::cmd
