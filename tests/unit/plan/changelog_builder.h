// Small changelogs and histories for the tests of plans.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "engine/model/changeset.h"
#include "engine/model/checksum.h"
#include "engine/plan/history.h"

namespace strata::plan {

inline constexpr const char* kDbms = "postgresql";

inline model::ChangeSet change_set(std::string id, std::string sql = "select 1") {
  model::ChangeSet result;
  result.key = {std::move(id), "mia", "a.yaml"};
  model::Sql change;
  change.sql = std::move(sql);
  result.changes.push_back({change, {}});
  return result;
}

inline model::ChangeSet tagging(std::string id, std::string tag) {
  model::ChangeSet result = change_set(std::move(id));
  model::TagDatabase change;
  change.tag = std::move(tag);
  result.changes = {{change, {}}};
  return result;
}

inline model::Changelog changelog(std::deque<model::ChangeSet> change_sets) {
  model::Changelog result;
  result.path = "a.yaml";
  result.change_sets = std::move(change_sets);
  return result;
}

// The row that a changeset leaves.
inline RanChangeSet ran(const model::ChangeSet& change_set, std::int64_t order = 1) {
  RanChangeSet row;
  row.key = change_set.key;
  row.order_executed = order;
  row.date_executed = "2026-01-0" + std::to_string(order) + " 12:00:00";
  row.exec_type = "EXECUTED";
  row.checksum = model::checksum(change_set, kDbms);
  row.description = model::description(change_set);
  row.tag = model::tag_of(change_set);
  return row;
}

}  // namespace strata::plan
