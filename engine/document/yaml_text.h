// The text of a YAML file as the parser gets it and as its marks point into it: finds where a
// scalar behind a mark starts, how it is written and how long it is. Immutable, safe to share.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/location.h"

namespace YAML {
struct Mark;
}

namespace strata::document {

class YamlText {
 public:
  explicit YamlText(const SourceFile& file);
  YamlText(const YamlText&) = delete;
  YamlText& operator=(const YamlText&) = delete;

  const SourceFile& file() const { return *file_; }
  std::string_view text() const { return file_->text(); }
  // Without a byte order mark; lone carriage returns are line ends for YAML 1.1 but not for the
  // parser, and JSON's surrogate pairs are unknown to it, so both are rewritten, byte for byte.
  std::string_view parsed() const { return parsed_; }

  // The byte of text() that a mark of the parser means.
  std::size_t offset_of(const YAML::Mark& mark) const;
  // Behind anchors, tags, blanks and comments that stand before a node's own text.
  std::size_t skip_properties(std::size_t offset) const;
  ScalarStyle style_at(std::size_t offset) const;
  // Code points of the scalar's first line as written, with its quotes; 1 for block scalars.
  std::size_t scalar_length(std::size_t offset, ScalarStyle style, std::string_view value) const;
  // The line ends at the end of a folded scalar that keeps them ('>+'), of which the parser loses
  // some; absent for other scalars.
  std::optional<std::size_t> kept_line_ends(std::size_t offset, ScalarStyle style) const;

 private:
  const SourceFile* file_;
  std::size_t start_ = 0;  // of what is parsed
  std::string rewritten_;
  std::string_view parsed_;
};

// Behind the closing quote of a quoted scalar that starts at `offset`; npos if it is never closed.
std::size_t end_of_quoted(std::string_view text, std::size_t offset);

}  // namespace strata::document
