#include "engine/plan/history.h"

#include <algorithm>

namespace strata::plan {

History::History(std::vector<RanChangeSet> rows) : rows_(std::move(rows)) {
  for (std::size_t i = 0; i < rows_.size(); ++i) index_[model::lookup_key(rows_[i].key)] = i;
}

const RanChangeSet* History::find(const model::ChangeSetKey& key) const {
  const auto found = index_.find(model::lookup_key(key));
  return found == index_.end() ? nullptr : &rows_[found->second];
}

std::int64_t History::last_order() const {
  std::int64_t last = 0;
  for (const RanChangeSet& row : rows_) last = std::max(last, row.order_executed);
  return last;
}

}  // namespace strata::plan
