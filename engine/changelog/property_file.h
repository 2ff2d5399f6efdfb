// Java property files, which `property: {file: ...}` names. Pure function.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strata::changelog {

struct Property {
  std::string name;
  std::string value;
  std::uint32_t line = 0;  // where its name stands, from 1
  std::uint32_t column = 0;
};

// In order: `=`, `:` or blanks between name and value, # and ! comments, \ escapes and continued
// lines.
std::vector<Property> read_properties(std::string_view text);

// The same without places.
std::vector<std::pair<std::string, std::string>> parse_properties(std::string_view text);

}  // namespace strata::changelog
