#include "engine/model/dbms.h"

#include <algorithm>

#include "engine/base/text.h"

namespace strata::model {

bool dbms_matches(const Text& list, std::string_view short_name) {
  if (!list || trim(*list).empty()) return true;
  const std::vector<std::string> items = split_trimmed(*list, ',');
  const auto holds = [&](std::string_view item) {
    return std::find(items.begin(), items.end(), item) != items.end();
  };
  if (holds("all")) return true;
  if (holds("none") || holds("!" + std::string(short_name))) return false;
  const bool only_exclusions = std::all_of(
      items.begin(), items.end(), [](const std::string& item) { return item.starts_with('!'); });
  return only_exclusions || holds(short_name);
}

}  // namespace strata::model
