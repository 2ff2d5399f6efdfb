// Where something stands in a file: source texts and the marks into them.
// Not an error and not a message; see diagnostic.h. Immutable after construction, so safe to share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace strata {

// A text that was read, with its path as users know it (relative to the search path).
class SourceFile {
 public:
  SourceFile(std::string path, std::string text);

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  // The text of a line without its line end; lines count from 1. Empty when there is no such line.
  std::string_view line(std::uint32_t number) const;
  // The line that byte `offset` of the text is in, and the byte a line starts at.
  std::uint32_t line_of(std::size_t offset) const;
  std::size_t line_start(std::uint32_t number) const { return line_starts_.at(number - 1); }

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

// A place in a file. Lines and columns count from 1 (columns in code points); 0 means unknown.
// Does not own its file: whoever loaded the file keeps it (see SourceMap).
struct Location {
  const SourceFile* file = nullptr;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;  // code points to underline; 0 = only the caret

  explicit operator bool() const { return file != nullptr; }
  bool operator==(const Location&) const = default;
};

// "path:line:column", as much of it as is known; "" for no location.
std::string to_string(const Location& at);

// How a scalar was written, which decides where its text starts in the file.
// Verbatim: as in the text, line by line. WholeFile: the text is not a scalar but a file of its
// own.
enum class ScalarStyle : std::uint8_t { Plain, Quoted, Literal, Folded, Verbatim, WholeFile };

// Where a line of a text starts.
struct LineStart {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// Those of a text whose lines are not one after the other in their file.
using LineStarts = std::shared_ptr<const std::vector<LineStart>>;

// The place of byte `offset` of such a text.
Location within(const Location& scalar, const std::vector<LineStart>& lines, std::string_view text,
                std::size_t offset);

// The place of byte `offset` of a scalar's text. Exact for plain one-line, quoted one-line and
// literal scalars; the start of the scalar where folding or escapes make it undecidable.
Location within(const Location& scalar, ScalarStyle style, std::string_view text,
                std::size_t offset);

}  // namespace strata
