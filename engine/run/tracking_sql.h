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

// Where the tracking tables are, when not at their usual place.
struct TrackingTables {
  std::string catalog;  // what MySQL calls a database; empty: the default one
  std::string schema;   // empty: the default one
  std::string history{kHistoryTable};
  std::string lock{kLockTable};
};

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
  TrackingSql(const sql::Dialect& dialect, sql::Target target, TrackingTables tables = {})
      : dialect_(dialect), target_(std::move(target)), tables_(std::move(tables)) {
    target_.quoting = model::QuotingStrategy::Legacy;
    target_.schema = nullptr;
  }

  sql::Statements create_lock_table() const;
  sql::Statements initialize_lock() const;
  sql::Statements lock(std::string_view locked_by) const;
  // Compare and set: changes nothing where `holder` does not have the lock any more.
  sql::Statements take_over_lock(std::string_view holder, std::string_view locked_by) const;
  sql::Statements release_lock() const;  // whoever has it
  sql::Statements release_lock(std::string_view holder) const;
  std::string select_lock() const;  // ID, LOCKED, LOCKGRANTED, LOCKEDBY
  // In a transaction, keeps the row as it is until the end.
  std::string select_lock_for_update() const;

  sql::Statements create_history_table() const;
  // For tables that older versions made. `column` is one of the history columns.
  sql::Statements add_history_column(std::string_view column) const;
  static std::vector<std::string_view> history_columns();
  // Columns of such tables that are too short for what is written into them today.
  sql::Statements widen_history_columns(const schema::Table& table) const;
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

  std::string history_table() const { return history_table(tables_.history); }
  // As it would be named with --database-changelog-table-name.
  std::string history_table(std::string_view name) const {
    return dialect_.tracking_table_name(name, target_);
  }
  std::string lock_table() const { return dialect_.tracking_table_name(tables_.lock, target_); }
  // The schema of both as schema::SchemaView takes it; empty for the default one.
  const std::string& schema() const;
  // Whether the same may succeed a little later.
  bool is_transient(const SqlFailure& failure) const { return dialect_.is_transient(failure); }
  // Tells the lock of one database from those of others on the server.
  std::string lock_name() const { return qualified(lock_table()); }

 private:
  // A change to one of the tables.
  template <typename Change>
  Change on(const std::string& table) const;
  sql::Statements render(model::ChangeBody body) const;
  std::string qualified(const std::string& table) const;
  std::string column(std::string_view name) const;
  std::string key_condition(const model::ChangeSetKey& stored) const;
  std::string held_by(std::string_view holder) const;

  const sql::Dialect& dialect_;
  sql::Target target_;
  TrackingTables tables_;
};

}  // namespace strata::run
