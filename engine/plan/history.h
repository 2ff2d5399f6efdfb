// What has run on a database: the rows of DATABASECHANGELOG. Plain data.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/model/changeset.h"

namespace strata::plan {

struct RanChangeSet {
  model::ChangeSetKey key;    // as stored
  std::string date_executed;  // as the database prints it
  std::int64_t order_executed = 0;
  std::string exec_type;  // EXECUTED, RERAN, MARK_RAN, ...
  model::Text checksum;   // absent in rows whose checksum was cleared
  model::Text description;
  model::Text comments;
  model::Text tag;
  model::Text liquibase;
  model::Text contexts;
  model::Text labels;
  model::Text deployment_id;
};

// Rows in the order they ran, with an index by changeset.
class History {
 public:
  History() = default;
  explicit History(std::deque<RanChangeSet> rows);

  const std::deque<RanChangeSet>& rows() const { return rows_; }
  bool empty() const { return rows_.empty(); }
  // The newest row of a changeset; nullptr if it has not run.
  const RanChangeSet* find(const model::ChangeSetKey& key) const;
  std::int64_t last_order() const;
  // Row by row.
  bool operator==(const History& other) const;

 private:
  std::deque<RanChangeSet> rows_;
  std::unordered_map<std::string, std::size_t> index_;  // by model::lookup_key
};

}  // namespace strata::plan
