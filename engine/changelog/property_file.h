// Java property files, which `property: {file: ...}` names. Pure function.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strata::changelog {

// name/value pairs in order: `=`, `:` or blanks between them, # and ! comments, \ escapes and
// continued lines.
std::vector<std::pair<std::string, std::string>> parse_properties(std::string_view text);

}  // namespace strata::changelog
