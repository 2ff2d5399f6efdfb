// The lines of a formatted SQL changelog, one after the other, and nodes made of them. Not
// thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/location.h"
#include "engine/document/node.h"
#include "engine/document/place_finder.h"
#include "engine/document/sql_line.h"

namespace strata::document {

struct Attribute {
  std::string_view name;
  ValueForm form;
};

// What ends the rows behind a COPY ... FROM stdin.
inline constexpr std::string_view kEndOfRows = "\\.";

class SqlLines {
 public:
  SqlLines(const SourceFile& file, Diagnostics& diagnostics);

  // Lines of a text that is being collected; it stands in the file as it is unless other lines
  // stand between them.
  struct Text {
    std::string text;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool verbatim = true;
    std::vector<LineStart> lines;
  };

  // Goes to the next line; false at the end.
  bool next_line();
  std::string_view line() const { return line_; }
  // Whether such a line follows.
  bool has_end_of_rows();
  // The line ends there for those who look at it.
  void cut_line(std::size_t length) { line_ = line_.substr(0, length); }

  // Places on the current line.
  Location at(std::size_t offset, std::size_t length);
  Location whole_line();

  // A node with a part of the line as its value; its name is written right before it.
  Node node(std::string_view name, Part value, std::size_t name_length);
  // Adds a child if the line has such an attribute.
  void add_attribute(Node& to, const Attribute& attribute);
  // What stands behind `offset`, with a line end.
  void add_line(Text& to, std::size_t offset);
  Node text_node(std::string_view name, const Text& text);

  // An error at the line.
  void report(const std::string& message, const std::string& hint);
  const SourceFile& file() const { return file_; }
  Diagnostics& diagnostics() { return diagnostics_; }

 private:
  LineStart start_of(std::size_t offset);

  const SourceFile& file_;
  Diagnostics& diagnostics_;
  PlaceFinder finder_;
  std::string_view text_;
  std::size_t next_ = 0;         // where the next line starts
  std::size_t start_ = 0;        // where the current one starts
  std::size_t end_of_rows_ = 0;  // the next one that is known; npos: there is none
  std::string_view line_;
};

}  // namespace strata::document
