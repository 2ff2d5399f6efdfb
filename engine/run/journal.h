// What is known of changesets that are half done: the table STRATA_JOURNAL, which exists only while
// there are any. Written where a changeset is more than one transaction, so that the next run can
// go on after a crash. Not thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/driver/connection.h"
#include "engine/plan/history.h"
#include "engine/run/statement_runner.h"
#include "engine/run/tracking_sql.h"
#include "engine/sql/dialect.h"

namespace strata::run {

enum class Direction : std::uint8_t { Forth, Back };

// A place between the statements of a changeset: which change, which part of it, which statement.
struct Position {
  std::size_t change = 0;
  std::size_t part = 0;
  std::size_t statement = 0;

  auto operator<=>(const Position&) const = default;
};

struct JournalEntry {
  model::ChangeSetKey key;
  Direction direction = Direction::Forth;
  std::int64_t order = 0;  // that its history row gets
  Position at;             // everything before it is done
  std::size_t executed = 0;
  bool has_started = false;  // the statement at that place; whether it ended is not known
  std::string done;          // digest of what is done
  std::string current;       // digest of what is at that place
  std::string text;          // of the statement there
  // What follows it in the part; rendering that again could give something else.
  std::vector<std::string> rest;
};

class Journal {
 public:
  // Statements go through the runner, so that a mark can be part of a transaction.
  // The table is beside the tracking tables.
  Journal(const sql::Dialect& dialect, const sql::Target& target, TrackingTables tables,
          StatementRunner& runner, driver::Connection& connection);

  // Reads what earlier runs left, and removes what the history tells to be finished. Call with the
  // lock held.
  void open(const plan::History& history);
  const std::vector<JournalEntry>& entries() const { return entries_; }
  // nullptr if that changeset is not half done.
  const JournalEntry* find(const model::ChangeSetKey& key) const;

  // Makes the table where it is missing. Not within a transaction: DDL may commit it.
  void prepare();
  void write(const JournalEntry& entry);
  // The statement that notes the entry, for a client that runs it in its own transaction. Its row
  // must be there.
  std::string update_text(const JournalEntry& entry) const;
  // The changeset is done; its row goes with the next remove_finished(), as its history row tells
  // the same.
  void finish(const model::ChangeSetKey& key);
  // After a transaction with marks in it was rolled back.
  void read_again();
  // Leaves nothing behind, unless changesets are half done.
  void remove_finished();

  std::string table_name() const;
  // Whether the table is there.
  bool is_there() const;

 private:
  const std::string& schema() const;
  sql::Statements render(auto change) const;
  sql::Statements remove_statements(const model::ChangeSetKey& key) const;
  std::string condition(const model::ChangeSetKey& key) const;
  std::string column(std::string_view name) const;
  void read();
  void drop();

  const sql::Dialect& dialect_;
  sql::Target target_;
  TrackingTables tables_;
  StatementRunner& runner_;
  driver::Connection& connection_;
  bool exists_ = false;
  std::vector<JournalEntry> entries_;          // half done
  std::vector<model::ChangeSetKey> finished_;  // whose rows are still there
};

}  // namespace strata::run
