// From the document tree to a change: the strict reader, one loop over the type's field table.
// Pure but for the diagnostics it adds.
#pragma once

#include <cstdint>

#include "engine/base/diagnostic.h"
#include "engine/document/node.h"
#include "engine/model/change.h"

namespace strata::model {

// What to do with keys that are no field of a change or changeset. The reference ignores them, and
// real changelogs contain some; a misspelt one changes what is executed. A column's unknown keys
// are always errors.
enum class UnknownKeys : std::uint8_t {
  Auto,  // an error when it looks like a slip of a known key, else a warning
  Warn,
  Error,
};

// Reports the children of `node` that are not among `known`; returns the names of the known keys
// that slips stood for, so that they are not reported as missing as well.
std::vector<std::string_view> report_unknown_keys(const document::Node& node,
                                                  std::string_view owner,
                                                  std::span<const std::string_view> known,
                                                  UnknownKeys policy, Diagnostics& diagnostics);

// Reports children beyond the first of those names (ignoring case), of which the reference takes
// only one.
void report_repeated_keys(const document::Node& node, std::string_view owner,
                          std::span<const std::string_view> once, Diagnostics& diagnostics);

// Nothing if the change cannot be used, with at least one error added. Does not read files: the
// loader fills in `content`.
Change read_change(const document::Node& node, const ChangeType& type, UnknownKeys policy,
                   Diagnostics& diagnostics);

}  // namespace strata::model
