#include "engine/base/path.h"

#include <algorithm>
#include <vector>

#include "engine/base/text.h"

namespace strata {
namespace {

bool has_drive_letter(std::string_view path) {
  return path.size() >= 2 && path[1] == ':' && ascii_lower(path[0]) >= 'a' &&
         ascii_lower(path[0]) <= 'z';
}

}  // namespace

std::string normalize_path(std::string_view path) {
  constexpr std::string_view kClasspath = "classpath:";
  if (starts_with_ignore_case(path, kClasspath)) path.remove_prefix(kClasspath.size());
  std::string slashed(path);
  std::replace(slashed.begin(), slashed.end(), '\\', '/');
  std::string_view rest = slashed;
  if (has_drive_letter(rest)) rest.remove_prefix(2);

  std::vector<std::string_view> parts;
  while (!rest.empty()) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else {
      parts.push_back(part);
    }
  }
  std::string normal;
  for (const std::string_view part : parts) {
    if (!normal.empty()) normal += '/';
    normal += part;
  }
  return normal;
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
}

}  // namespace strata
