#include "engine/plan/history.h"

#include <algorithm>
#include <tuple>

namespace strata::plan {

History::History(std::deque<RanChangeSet> rows) : rows_(std::move(rows)) {
  index_.reserve(rows_.size());
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

bool History::operator==(const History& other) const {
  const auto parts = [](const RanChangeSet& row) {
    return std::tie(row.key.id, row.key.author, row.key.path, row.date_executed, row.order_executed,
                    row.exec_type, row.checksum, row.description, row.comments, row.tag,
                    row.liquibase, row.contexts, row.labels, row.deployment_id);
  };
  return std::equal(
      rows_.begin(), rows_.end(), other.rows_.begin(), other.rows_.end(),
      [&](const RanChangeSet& a, const RanChangeSet& b) { return parts(a) == parts(b); });
}

}  // namespace strata::plan
