// Reads and writes the history of a database: its DATABASECHANGELOG table, or the CSV file that
// stands for it when there is no database. Not thread-safe.
#pragma once

#include <string>

#include "engine/plan/history.h"
#include "engine/run/statement_runner.h"
#include "engine/run/tracking_sql.h"

namespace strata::run {

class HistoryStore {
 public:
  virtual ~HistoryStore() = default;

  virtual plan::History read() = 0;
  // A changeset has run: a new row, or the changed row of `before` when it ran again.
  virtual void record(const HistoryRow& row, const plan::RanChangeSet* before) = 0;
  virtual void remove(const plan::RanChangeSet& row) = 0;
  virtual void set_checksum(const plan::RanChangeSet& row, const std::string& checksum) = 0;
};

// Writes go through the runner, so that they are in the changeset's transaction, or in the script.
class TableHistory final : public HistoryStore {
 public:
  // `connection` is what is read from; nullptr when there is no database.
  TableHistory(TrackingSql sql, StatementRunner& runner, driver::Connection* connection)
      : sql_(std::move(sql)), runner_(runner), connection_(connection) {}

  plan::History read() override;
  void record(const HistoryRow& row, const plan::RanChangeSet* before) override;
  void remove(const plan::RanChangeSet& row) override;
  void set_checksum(const plan::RanChangeSet& row, const std::string& checksum) override;

 private:
  void refuse_other_case() const;

  TrackingSql sql_;
  StatementRunner& runner_;
  driver::Connection* connection_;
};

}  // namespace strata::run
