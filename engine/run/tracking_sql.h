// The SQL of the tracking tables, DATABASECHANGELOG and DATABASECHANGELOGLOCK, exactly as the
// reference has it: made from changes and rendered by the dialect like any other. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/plan/history.h"
#include "engine/sql/dialect.h"

namespace strata::run {

inline constexpr std::string_view kHistoryTable = "DATABASECHANGELOG";
inline constexpr std::string_view kLockTable = "DATABASECHANGELOGLOCK";

// What a finished changeset leaves in the history.
struct HistoryRow {
  const model::ChangeSet* change_set = nullptr;
  std::int64_t order = 0;
  std::string_view exec_type = "EXECUTED";
  std::string checksum;
  std::string liquibase;  // the version that ran it
  std::string deployment_id;
};

class TrackingSql {
 public:
  TrackingSql(const sql::Dialect& dialect, sql::Target target)
      : dialect_(dialect), target_(std::move(target)) {
    target_.quoting = model::QuotingStrategy::Legacy;
    target_.schema = nullptr;
  }

  sql::Statements create_lock_table() const;
  sql::Statements initialize_lock() const;
  sql::Statements lock(std::string_view locked_by) const;
  sql::Statements release_lock() const;
  std::string select_lock() const;  // ID, LOCKED, LOCKGRANTED, LOCKEDBY

  sql::Statements create_history_table() const;
  // For tables that older versions made. `column` is one of the history columns.
  sql::Statements add_history_column(std::string_view column) const;
  static std::vector<std::string_view> history_columns();
  // In the order they ran, as far as the table has that column.
  std::string select_history(const schema::Table& table) const;

  sql::Statements insert(const HistoryRow& row) const;
  sql::Statements update(const HistoryRow& row, const model::ChangeSetKey& stored) const;
  sql::Statements remove(const model::ChangeSetKey& stored) const;
  sql::Statements set_checksum(const model::ChangeSetKey& stored, std::string_view checksum) const;
  // Forgets all checksums, so that the next update takes them anew.
  sql::Statements clear_checksums() const;
  sql::Statements set_tag(const model::ChangeSetKey& stored, std::string_view tag) const;
  // The row that carries a tag on a database where nothing has run.
  sql::Statements insert_tag_row(std::string_view id, std::string_view tag,
                                 const HistoryRow& row) const;

  std::string history_table() const { return dialect_.tracking_table_name(kHistoryTable, target_); }
  std::string lock_table() const { return dialect_.tracking_table_name(kLockTable, target_); }

 private:
  sql::Statements render(model::ChangeBody body) const;
  std::string qualified(const std::string& table) const;
  std::string column(std::string_view name) const;
  std::string key_condition(const model::ChangeSetKey& stored) const;

  const sql::Dialect& dialect_;
  sql::Target target_;
};

}  // namespace strata::run
