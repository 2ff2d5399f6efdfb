// Which changesets are meant at all: by context, label, dbms and `ignore`. Pure.
#pragma once

#include <optional>
#include <string>

#include "engine/changelog/expression.h"
#include "engine/model/changeset.h"

namespace strata::plan {

enum class Skip : std::uint8_t;

class Selection {
 public:
  // `contexts` is a list ("test,dev"), `label_filter` an expression ("a and !b"); empty selects
  // everything. Throws Error(Usage) for an expression that cannot be read.
  Selection(std::string dbms, const std::string& contexts, const std::string& label_filter);

  const std::string& dbms() const { return dbms_; }

  // Why it is left out; absent if it is not.
  std::optional<Skip> reason_to_skip(const model::ChangeSet& change_set) const;

 private:
  bool has_wanted_labels(const model::ChangeSet& change_set) const;

  std::string dbms_;
  std::vector<std::string> contexts_;
  std::optional<changelog::Expression> label_filter_;
};

}  // namespace strata::plan
