// Turns byte offsets of a text into lines and columns (in code points). Fast for offsets that come
// roughly in order, as readers meet them, also within one very long line. Not thread-safe.
#pragma once

#include <cstddef>

#include "engine/base/location.h"

namespace strata::document {

class PlaceFinder {
 public:
  explicit PlaceFinder(const SourceFile& file);

  // `length` in code points.
  Location at(std::size_t offset, std::size_t length = 0);

 private:
  void move_to(std::size_t offset);

  const SourceFile* file_;
  std::size_t text_start_;  // behind a byte order mark
  std::size_t offset_;
  std::size_t line_end_ = 0;  // of the current line: where the next one starts
  Location here_;
};

// Code points in a text; bytes that are no UTF-8 count as continuing the one before.
std::size_t count_code_points(std::string_view text);

}  // namespace strata::document
