// An example of each change type, as it stands in a changeset's list of changes. Pure.
#pragma once

#include <string_view>

namespace strata::cmd {

// YAML, beginning with "- "; "" for a type without one.
std::string_view example_of(std::string_view change_type);

}  // namespace strata::cmd
