// Unquoted dates of YAML 1.1. The reference reads them in three ways, which reach ids, values and
// checksums; this gives the same results. Depends on the process' time zone.
#pragma once

#include <optional>
#include <string_view>

#include "engine/document/node.h"

namespace strata::document {

// A day alone is a Date (UTC midnight). With a time it is a Text: "2020-01-02 03:04:05" without a
// zone, and as Java prints a date, in the process' zone, with a numeric one. Absent if the text is
// no timestamp. Parts beyond their range roll over.
std::optional<Value> timestamp_value(std::string_view text);

}  // namespace strata::document
