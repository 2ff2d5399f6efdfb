// The `property` entries of a changelog: which of them apply to a run, and what they define. Pure
// but for the files they name, the parameters they define and the diagnostics they add.
#pragma once

#include <map>
#include <string>

#include "engine/base/diagnostic.h"
#include "engine/changelog/loader.h"
#include "engine/document/node.h"

namespace strata::changelog {

class PropertyReader {
 public:
  // Defines in options.parameters; the options must outlive the reader.
  explicit PropertyReader(LoadOptions& options) : options_(options) {}

  // `file` is the physical path of the changelog the entry stands in.
  void define(const document::Node& property, const std::string& file, Diagnostics& diagnostics);
  // The databases that a parameter was left out for; nullptr if it was not.
  const std::string* dbms_of(const std::string& name) const;
  // Keys that are unknown or given twice.
  void check(const document::Node& property, Diagnostics& diagnostics) const;

 private:
  using Definitions = std::vector<std::pair<std::string, document::Value>>;

  bool applies(const document::Node& property, Diagnostics& diagnostics) const;
  Definitions read(const document::Node& property, const std::string& file,
                   Diagnostics& diagnostics) const;
  Definitions read_file(const document::Node& property, const document::Node& path,
                        const std::string& file, Diagnostics& diagnostics) const;

  LoadOptions& options_;
  std::map<std::string, std::string> for_others_;  // by lower-case name
};

}  // namespace strata::changelog
