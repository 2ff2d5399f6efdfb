#include "engine/document/place_finder.h"

#include <algorithm>

namespace strata::document {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

PlaceFinder::PlaceFinder(const SourceFile& file)
    : file_(&file),
      text_start_(file.text().starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0),
      offset_(text_start_) {
  here_.file = &file;
}

Location PlaceFinder::at(std::size_t offset, std::size_t length) {
  move_to(std::clamp(offset, text_start_, file_->text().size()));
  Location found = here_;
  found.length = static_cast<std::uint32_t>(length);
  return found;
}

void PlaceFinder::move_to(std::size_t offset) {
  const std::string_view text = file_->text();
  const bool same_line = here_.line > 0 && offset < line_end_ &&
                         offset >= std::max(text_start_, file_->line_start(here_.line));
  if (!same_line) {
    here_.line = file_->line_of(offset);
    const std::size_t start = std::max(text_start_, file_->line_start(here_.line));
    const bool last = file_->line_of(text.size()) == here_.line;
    line_end_ = last ? text.size() + 1 : file_->line_start(here_.line + 1);
    offset_ = start;
    here_.column = 1;
  }
  const std::size_t from = std::min(offset, offset_);
  const auto between = static_cast<std::uint32_t>(
      count_code_points(text.substr(from, std::max(offset, offset_) - from)));
  here_.column = offset >= offset_ ? here_.column + between : here_.column - between;
  offset_ = offset;
}

}  // namespace strata::document
