// The lock of a database: the reference's row of DATABASECHANGELOGLOCK, so that Strata and
// Liquibase exclude each other, and beside it a lock of the server's that dies with its holder, by
// which a row that a dead run of Strata left behind is told from one that counts. Not thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/driver/connection.h"
#include "engine/run/observer.h"
#include "engine/run/tracking_sql.h"

namespace strata::run {

struct LockOptions {
  std::string host;             // "host (address)"
  std::string release_command;  // for the text that says how to go on
  std::chrono::seconds wait{300};
  std::chrono::milliseconds poll{200};
};

// What a locked row says of its holder.
struct LockHolder {
  std::string locked_by;             // as it stands in the row
  std::string name = "another run";  // "host (address)"
  std::string since = "just now";
  bool is_strata = false;
  std::string sign;  // driver::ServerLock::sign() of a run of Strata
};

// Opens another session to the same database, to release the lock after the first one was lost.
using Reconnect = std::function<std::unique_ptr<driver::Connection>()>;

class Lock {
 public:
  Lock(driver::Connection& connection, TrackingSql sql, LockOptions options, Reconnect reconnect,
       Observer& observer);
  // Releases; a failure to do so becomes a warning with the way out.
  ~Lock();
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  // Creates the lock table where it is missing, waits for the lock, and takes it from a run of
  // Strata that is dead. Throws Error(Lock) with holder and time when somebody else keeps it,
  // Error(Interrupted) when stopped.
  void acquire(const std::stop_token& stop);
  // Throws Error(Lock) when somebody has taken the lock away. In a transaction, nobody can do that
  // before its end.
  void confirm();
  void release();

 private:
  class Wait;
  enum class Row : std::uint8_t { Taken, Held, Missing };

  void take_server_lock(Wait& wait);
  LockHolder holder_at_work();
  void take_row(Wait& wait);
  void ensure_table();
  void insert_row();
  Row try_row();
  bool take_over(const LockHolder& holder);
  Error locked_by(const LockHolder& holder, bool is_alive) const;

  driver::Connection& connection_;
  TrackingSql sql_;
  LockOptions options_;
  Reconnect reconnect_;
  Observer& observer_;
  std::unique_ptr<driver::ServerLock> server_lock_;
  std::string locked_by_;
  LockHolder holder_;  // the last one seen
  bool held_ = false;
};

// The locks of a database: none or one, as long as nobody made rows by hand. None too where there
// is no lock table.
std::vector<LockHolder> list_locks(driver::Connection& connection, const TrackingSql& sql);

// Gives the lock back whoever holds it, and returns who did.
std::vector<LockHolder> release_locks(driver::Connection& connection, const TrackingSql& sql);

}  // namespace strata::run
