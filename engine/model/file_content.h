// A file that a change refers to, as the loader read it. Plain data.
#pragma once

#include <string>

#include "engine/base/source_map.h"
#include "engine/base/written.h"

namespace strata::model {

struct FileContent {
  const SourceFile* file = nullptr;  // its decoded text, with the path as users know it
  std::string bytes;                 // as on disk, only what version-8 checksums need
  std::string expanded;              // the decoded text after `${...}`
  WrittenText written;               // what that was before
};

}  // namespace strata::model
