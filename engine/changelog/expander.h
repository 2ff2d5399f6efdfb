// Replaces ${...} in all texts of a document tree, and says which parameters nobody defines. Not
// thread-safe.
#pragma once

#include <set>
#include <string>

#include "engine/base/diagnostic.h"
#include "engine/changelog/loader.h"
#include "engine/changelog/property_reader.h"
#include "engine/document/node.h"

namespace strata::changelog {

class Expander {
 public:
  // Entries are expanded twice: with their whole file, which says nothing, and once more before
  // they are read, when includes above them have defined their parameters.
  enum class Pass : std::uint8_t { First, Last };

  // All of them must outlive it.
  Expander(const LoadOptions& options, const PropertyReader& properties, Diagnostics& diagnostics)
      : options_(options), properties_(properties), diagnostics_(diagnostics) {}

  // `file` is the physical path of the file that the text stands in.
  void expand(document::Node& node, const std::string& file, Pass pass);
  std::string expand(const std::string& text, const Location& at, const std::string& file,
                     Pass pass, Replacements* replacements = nullptr);

 private:
  void expand(document::Value& value, const Location& at, const std::string& file, Pass pass);
  void report_unknown(const std::set<std::string>& names, const Location& at);

  const LoadOptions& options_;
  const PropertyReader& properties_;
  Diagnostics& diagnostics_;
  std::set<std::string> reported_;
};

}  // namespace strata::changelog
