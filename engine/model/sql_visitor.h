// One edit of `modifySql`: what is done to the text of each statement of a changeset. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/value.h"

namespace strata::model {

struct SqlVisitor {
  enum class Kind : std::uint8_t { Prepend, Append, AppendIfAbsent, Replace, RegExpReplace };

  Kind kind = Kind::Append;
  bool apply_to_rollback = false;
  Text value;    // Prepend, Append, AppendIfAbsent
  Text replace;  // Replace, RegExpReplace
  Text with;     // likewise
  // Where it applies. The loader has left out what does not; these stay for version-8 checksums.
  Text dbms;
  Text context;
  Text labels;
  Place at;

  bool operator==(const SqlVisitor&) const = default;
};

// "prepend", "append", "appendSqlIfNotPresent", "replace", "regExpReplace".
std::string_view name_of(SqlVisitor::Kind kind);

}  // namespace strata::model
