// A database as a migration sees it: where statements go, where the history is kept, what is
// locked. Three kinds: live, a script for a live database (-sql commands), a script without a
// database (offline:). Not thread-safe.
#pragma once

#include <chrono>
#include <memory>
#include <ostream>
#include <stop_token>
#include <string>

#include "engine/driver/driver.h"
#include "engine/run/client_settings.h"
#include "engine/run/csv_history.h"
#include "engine/run/custom_change.h"
#include "engine/run/environment.h"
#include "engine/run/history_store.h"
#include "engine/run/lock.h"
#include "engine/run/observer.h"
#include "engine/run/statement_runner.h"

namespace strata::run {

// What a person says of a statement whose fate the database does not tell.
enum class ResumeDecision : std::uint8_t { Ask, Done, NotDone };

struct SessionOptions {
  const driver::Registry* registry = nullptr;
  driver::ConnectOptions connect;  // its URL may be offline:
  std::string display_url;         // without secrets, for texts
  void* adopted = nullptr;         // a session for Driver::adopt, instead of connecting
  std::ostream* script = nullptr;  // where a script goes; nullptr = execute
  std::chrono::seconds lock_wait{300};
  TrackingTables tracking;
  CustomChanges custom_changes;
  // Changesets with a custom change that is not among these are noted as run (MARK_RAN) without
  // running them; else they are errors.
  bool mark_unknown_custom_ran = false;
  // Of statements; a changeset may have its own.
  sql::Timeouts timeouts;
  // How often the same is tried again when the database gave way to others.
  std::size_t retries = 3;
  std::chrono::milliseconds retry_pause{200};  // before the first time; doubled each time
  ResumeDecision resume = ResumeDecision::Ask;
  // All pending changesets or none, as far as the database can.
  bool single_transaction = false;
  AllClientSettings clients;
  ScriptTransactions script_transactions = ScriptTransactions::WhereNeeded;
  Environment environment;
};

class Session {
 public:
  // Connects unless the URL is offline:. Throws Error(Usage) for an unknown database, and what
  // connecting throws.
  Session(SessionOptions options, Observer& observer);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const sql::Dialect& dialect() const { return *dialect_; }
  // For rendering now; the schema it refers to is that of this moment.
  sql::Target target(model::QuotingStrategy quoting = model::QuotingStrategy::Legacy) const;
  // The schema that stands for a database that is not there; nullptr where there is one, or where
  // the dialect needs none.
  schema::Simulation* offline_schema() { return connection_ ? nullptr : simulation_.get(); }
  // The schema that a script changes as it goes; nullptr where none is kept.
  schema::Simulation* simulated_schema() { return simulation_.get(); }
  const driver::ServerInfo* server() const {
    return connection_ ? &connection_->server() : nullptr;
  }
  // nullptr offline.
  driver::Connection* connection() { return connection_.get(); }
  const SessionOptions& options() const { return options_; }
  const Environment& environment() const { return options_.environment; }
  Observer& observer() { return observer_; }

  // Those that `runWith` may name.
  const std::vector<std::string_view>& clients() const { return driver_->clients; }
  // Another session with the same database.
  // Throws as connecting does, and where the first one was adopted.
  std::unique_ptr<driver::Connection> connect_again() const;
  // How one of them is called for this database.
  driver::ClientCall client_call(std::string_view client, bool in_transaction) const;

  bool is_live() const { return connection_ != nullptr && options_.script == nullptr; }
  StatementRunner& runner() { return *runner_; }
  HistoryStore& history() { return *history_; }
  const TrackingSql& tracking() const { return *tracking_; }

  // Takes the lock and makes the history table; in a script, prints how. Call once before the first
  // change.
  void start_changes(const std::stop_token& stop);
  // What start_changes() makes of the history table, for those who take no lock.
  void make_history_table();
  // Gives the lock back; in a script, prints how; offline, writes the history file.
  void finish_changes();
  // After a failure: only gives the lock back.
  void abandon_changes() noexcept { lock_.reset(); }

  // Makes the running statement fail soon; from any thread.
  void cancel_statement() noexcept;

 private:
  void connect();
  void go_offline();
  void print_lock();

  SessionOptions options_;
  Observer& observer_;
  const driver::Driver* driver_ = nullptr;
  const sql::Dialect* dialect_ = nullptr;
  sql::Target target_;
  std::unique_ptr<driver::Connection> connection_;
  std::unique_ptr<schema::Simulation> simulation_;
  std::unique_ptr<StatementRunner> runner_;
  std::unique_ptr<TrackingSql> tracking_;
  std::unique_ptr<HistoryStore> printed_history_;
  std::unique_ptr<HistoryStore> history_;
  CsvHistory* csv_ = nullptr;
  std::unique_ptr<Lock> lock_;
};

}  // namespace strata::run
