// Whether modifyDataType can be taken back. Pure.
#pragma once

#include <string_view>

namespace strata::plan {

// Whether a column's values come back unchanged from the type `now` to the type `before`, or the
// database refuses those that do not fit. False where it would round or cut them, or where nobody
// here knows.
bool can_return(std::string_view now, std::string_view before);

}  // namespace strata::plan
