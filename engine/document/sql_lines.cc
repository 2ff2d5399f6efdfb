#include "engine/document/sql_lines.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "engine/base/text.h"
#include "engine/document/scalar.h"

namespace strata::document {

SqlLines::SqlLines(const SourceFile& file, Diagnostics& diagnostics)
    : file_(file), diagnostics_(diagnostics), finder_(file), text_(file.text()) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text_.starts_with(kMark)) next_ = kMark.size();
}

bool SqlLines::next_line() {
  if (next_ >= text_.size()) return false;
  start_ = next_;
  const std::size_t end = std::min(text_.find('\n', start_), text_.size());
  line_ = text_.substr(start_, end - start_);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  next_ = end + 1;
  return true;
}

bool SqlLines::has_end_of_rows() {
  std::size_t from = next_;
  while (end_of_rows_ < from) {
    const std::size_t found = text_.find(kEndOfRows, from);
    if (found == std::string_view::npos) {
      end_of_rows_ = found;
      break;
    }
    std::string_view rest = text_.substr(found + kEndOfRows.size());
    if (rest.starts_with('\r')) rest.remove_prefix(1);
    const bool is_line = text_[found - 1] == '\n' && (rest.empty() || rest.front() == '\n');
    if (is_line) end_of_rows_ = found;
    from = found + (is_line ? 0 : 1);
  }
  return end_of_rows_ != std::string_view::npos;
}

Location SqlLines::at(std::size_t offset, std::size_t length) {
  return finder_.at(start_ + offset, count_code_points(text_.substr(start_ + offset, length)));
}

Location SqlLines::whole_line() {
  const std::size_t first = std::min(line_.find_first_not_of(" \t"), line_.size());
  return at(first, trim(line_).size());
}

Node SqlLines::node(std::string_view name, Part value, std::size_t name_length) {
  Node node;
  node.name = name;
  node.value = text_value(std::string(value.text));
  node.name_at = at(value.offset - name_length, std::max<std::size_t>(name_length, 1));
  node.value_at = at(value.offset, value.text.size());
  node.style = ScalarStyle::Verbatim;
  return node;
}

void SqlLines::add_attribute(Node& to, const Attribute& attribute) {
  const std::optional<Part> found = find_attribute(line_, attribute.name, attribute.form);
  if (!found) return;
  const Part value = unquoted(*found);
  to.children.push_back(
      node(attribute.name, value,
           found->offset == value.offset ? attribute.name.size() + 1 : attribute.name.size() + 2));
}

void SqlLines::report(const std::string& message, const std::string& hint) {
  diagnostics_.error(whole_line(), message, hint);
}

LineStart SqlLines::start_of(std::size_t offset) {
  const Location place = at(offset, 0);
  return {place.line, place.column};
}

void SqlLines::add_line(Text& to, std::size_t offset) {
  const std::string_view text = line_.substr(std::min(offset, line_.size()));
  if (trim(to.text).empty()) {
    to = {};
    const std::size_t first = std::min(text.find_first_not_of(" \t"), text.size());
    to.begin = start_ + offset + first;
    to.lines = {start_of(offset + first)};
  } else {
    to.verbatim = to.verbatim && start_ + offset == to.end;
    to.lines.push_back(start_of(offset));
  }
  to.text += text;
  to.text += '\n';
  to.end = next_;
}

Node SqlLines::text_node(std::string_view name, const Text& text) {
  Node node;
  node.name = name;
  const std::string_view trimmed = trim(text.text);
  node.value = text_value(std::string(trimmed));
  node.name_at = node.value_at =
      PlaceFinder(file_).at(text.begin, count_code_points(trimmed.substr(0, trimmed.find('\n'))));
  node.style = text.verbatim ? ScalarStyle::Verbatim : ScalarStyle::Folded;
  if (!text.verbatim) {
    node.value_lines = std::make_shared<const std::vector<LineStart>>(text.lines);
  }
  return node;
}

}  // namespace strata::document
