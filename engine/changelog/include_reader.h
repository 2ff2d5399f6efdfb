// Which files an `include` or `includeAll` means. Pure but for the folders it looks into and the
// diagnostics it adds.
#pragma once

#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/location.h"
#include "engine/changelog/resources.h"
#include "engine/document/node.h"
#include "engine/model/read_change.h"

namespace strata::changelog {

struct IncludedFile {
  std::string path;  // as it is to be looked up
  Location at;       // of what names it
};

struct IncludeReader {
  const Resources& resources;
  model::UnknownKeys unknown_keys;
  Diagnostics& diagnostics;

  // In the order they are to be read; `changelog` is the file that the entry stands in. That one of
  // them does not exist is left to whoever reads it, unless the entry puts up with that.
  std::vector<IncludedFile> read(const document::Node& entry, const std::string& changelog) const;
};

}  // namespace strata::changelog
