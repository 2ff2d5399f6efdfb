#include "engine/base/written.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace strata {
namespace {

std::size_t offset_before(const Replacements& replacements, std::size_t offset) {
  const auto next = std::upper_bound(
      replacements.begin(), replacements.end(), offset,
      [](std::size_t wanted, const Replacement& one) { return wanted < one.begin; });
  if (next == replacements.begin()) return offset;
  const Replacement& last = *std::prev(next);
  return offset < last.end ? last.from : last.to + (offset - last.end);
}

}  // namespace

WrittenText replaced(const WrittenText& written, const std::string& before,
                     Replacements replacements) {
  if (replacements.empty()) return written;
  auto result = std::make_shared<Written>(written ? *written : Written{before, {}});
  result->steps.push_back(std::move(replacements));
  return result;
}

std::size_t written_offset(const Written& written, std::size_t offset) {
  for (auto step = written.steps.rbegin(); step != written.steps.rend(); ++step)
    offset = offset_before(*step, offset);
  return offset;
}

}  // namespace strata
