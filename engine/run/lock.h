// The reference's lock: the one row of DATABASECHANGELOGLOCK, so that Strata and Liquibase exclude
// each other. Not thread-safe.
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
  std::string locked_by;  // "host (address)"
  std::chrono::seconds wait{300};
  std::chrono::milliseconds poll{1000};
};

// What a locked row says of its holder.
struct LockHolder {
  std::string locked_by;             // as it stands in the row
  std::string name = "another run";  // "host (address)"
  std::string since = "just now";
};

// Opens another session to the same database, to release the lock after the first one was lost.
using Reconnect = std::function<std::unique_ptr<driver::Connection>()>;

class Lock {
 public:
  Lock(driver::Connection& connection, TrackingSql sql, LockOptions options, Reconnect reconnect,
       Observer& observer)
      : connection_(connection),
        sql_(std::move(sql)),
        options_(std::move(options)),
        reconnect_(std::move(reconnect)),
        observer_(observer) {}
  // Releases; a failure to do so becomes a warning with the way out.
  ~Lock();
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  // Creates the lock table where it is missing, then waits for the lock. Throws Error(Lock) with
  // holder and time when somebody else keeps it, Error(Interrupted) when stopped.
  void acquire(const std::stop_token& stop);
  void release();

 private:
  void ensure_table();
  void insert_row();
  bool try_acquire();

  driver::Connection& connection_;
  TrackingSql sql_;
  LockOptions options_;
  Reconnect reconnect_;
  Observer& observer_;
  bool held_ = false;
};

// The locks of a database: none or one. None too where there is no lock table.
std::vector<LockHolder> list_locks(driver::Connection& connection, const TrackingSql& sql);

// Gives the lock back whoever holds it, and returns who did.
std::vector<LockHolder> release_locks(driver::Connection& connection, const TrackingSql& sql);

}  // namespace strata::run
