#include "engine/model/value.h"

#include "engine/base/text.h"

namespace strata::model {

bool is_given(const Text& text) { return text && !trim(*text).empty(); }

}  // namespace strata::model
