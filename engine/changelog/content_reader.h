// Reads the files that changes take their text, bytes or rows from.
#pragma once

#include <functional>
#include <string>

#include "engine/base/diagnostic.h"
#include "engine/base/source_map.h"
#include "engine/base/written.h"
#include "engine/changelog/resources.h"
#include "engine/model/change.h"

namespace strata::changelog {

struct ContentReader {
  const Resources& resources;
  SourceMap& sources;
  const std::string& changelog;  // the file that the changes stand in, as it was looked up
  // Replaces the parameters in a text.
  std::function<std::string(const std::string& text, const Location& at, Replacements&)> expand;
  Diagnostics& diagnostics;

  // Files that are missing or cannot be read are reported at the change.
  void read(model::Change& change) const;
};

}  // namespace strata::changelog
