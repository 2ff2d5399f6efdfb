#include "engine/base/location.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace strata {
namespace {

std::uint32_t code_points(std::string_view text) {
  return static_cast<std::uint32_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// Literal scalars start on the line after the indicator, each line behind the block's indentation.
Location within_literal(const Location& scalar, std::string_view before) {
  const auto newlines = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  Location at = scalar;
  at.length = 0;
  at.line = scalar.line + 1 + newlines;
  std::size_t indent = 0;
  for (std::uint32_t n = scalar.line + 1; indent == 0 && n <= at.line + 1; ++n) {
    const std::string_view line = scalar.file->line(n);
    const std::size_t first = line.find_first_not_of(' ');
    if (first != std::string_view::npos) indent = first;
  }
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 == 0
  at.column = static_cast<std::uint32_t>(indent) + code_points(before.substr(line_start)) + 1;
  return at;
}

Location within_file(const Location& start, std::string_view before) {
  Location at = start;
  at.length = 0;
  at.line += static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  at.column = code_points(before.substr(before.rfind('\n') + 1)) + 1;  // npos + 1 == 0
  return at;
}

}  // namespace

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    const bool lone_cr = text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n');
    if (text_[i] == '\n' || lone_cr) line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::string_view SourceFile::line(std::uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t start = line_starts_[number - 1];
  const std::size_t end = number < line_starts_.size() ? line_starts_[number] : text_.size();
  std::string_view line = std::string_view(text_).substr(start, end - start);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

std::uint32_t SourceFile::line_of(std::size_t offset) const {
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return static_cast<std::uint32_t>(next - line_starts_.begin());
}

std::string to_string(const Location& at) {
  if (!at) return {};
  if (at.line == 0) return at.file->path();
  if (at.column == 0) return fmt::format("{}:{}", at.file->path(), at.line);
  return fmt::format("{}:{}:{}", at.file->path(), at.line, at.column);
}

Location within(const Location& scalar, const std::vector<LineStart>& lines, std::string_view text,
                std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  if (!scalar || line >= lines.size()) return scalar;
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 == 0
  return {scalar.file, lines[line].line, lines[line].column + code_points(before.substr(start)), 0};
}

Location within(const Location& scalar, ScalarStyle style, std::string_view text,
                std::size_t offset) {
  if (!scalar || scalar.line == 0) return scalar;
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  if (style == ScalarStyle::Verbatim && before.find('\n') == std::string_view::npos) {
    Location at = scalar;
    at.length = 0;
    at.column += code_points(before);
    return at;
  }
  if (style == ScalarStyle::WholeFile || style == ScalarStyle::Verbatim)
    return within_file(scalar, before);
  if (style == ScalarStyle::Literal) return within_literal(scalar, before);
  const bool one_line = before.find('\n') == std::string_view::npos;
  const std::string_view line = scalar.file->line(scalar.line);
  const bool verbatim = line.find(text.substr(0, text.find('\n'))) != std::string_view::npos;
  if (style == ScalarStyle::Folded || !one_line || !verbatim) return scalar;
  Location at = scalar;
  at.length = 0;
  at.column += code_points(before) + (style == ScalarStyle::Quoted ? 1 : 0);
  return at;
}

}  // namespace strata
