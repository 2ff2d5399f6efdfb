// Owns the texts that were read, so that locations stay valid as long as the map lives.
// Not thread-safe.
#pragma once

#include <deque>
#include <string>

#include "engine/base/location.h"

namespace strata {

class SourceMap {
 public:
  const SourceFile& add(std::string path, std::string text) {
    return files_.emplace_back(std::move(path), std::move(text));
  }

 private:
  std::deque<SourceFile> files_;  // a deque: references stay valid
};

}  // namespace strata
