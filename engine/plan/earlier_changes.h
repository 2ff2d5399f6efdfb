// What was there before a change, told by the changes before it: so that a change which takes
// something away (dropIndex, dropDefaultValue, modifyDataType, ...) can be undone. Follows renames,
// forgets whatever SQL or a program may have touched, and never guesses. Values; not thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/change.h"
#include "engine/plan/known_objects.h"

namespace strata::plan {

class EarlierChanges {
 public:
  // The next change, which was carried out as it is written.
  void add(const model::Change& change);
  // One that was carried out otherwise, or perhaps not at all.
  void doubt(const model::Change& change);
  // Something that may have touched anything.
  void forget_all();

  struct Undoing {
    std::optional<std::vector<model::Change>> changes;
    // "no change before it tells ...", where the changes before could have helped.
    std::string why_not = {};
  };
  // How to undo a change that would come next and for which model::inverse has no answer. It brings
  // back what was there, and never changes a value or loses a row.
  Undoing inverse(const model::Change& change) const;

 private:
  KnownObjects known_;
};

}  // namespace strata::plan
