#include "engine/run/lock.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::run {
namespace {

using Clock = std::chrono::steady_clock;

struct Holder {
  std::string name = "somebody";
  std::string since = "an unknown time";
  bool row_exists = false;
};

Holder read_holder(driver::Connection& connection, const TrackingSql& sql) {
  const driver::ResultSet result = connection.query(sql.select_lock());
  Holder holder;
  if (result.rows.empty()) return holder;
  holder.row_exists = true;
  const auto& row = result.rows.front();
  if (const auto by = result.column("LOCKEDBY"); by && row[*by]) holder.name = *row[*by];
  if (const auto since = result.column("LOCKGRANTED"); since && row[*since])
    holder.since = *row[*since];
  return holder;
}

// Sleeps, but not longer than until the stop.
void pause(std::chrono::milliseconds duration, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock guard(mutex);
  wake.wait_for(guard, stop, duration, [] { return false; });
}

std::int64_t run_all(driver::Connection& connection, const sql::Statements& statements) {
  std::int64_t affected = 0;
  for (const sql::Statement& statement : statements) affected += connection.execute(statement.text);
  return affected;
}

}  // namespace

// Only ever adds the row: deleting first, as the reference does, could take the lock from a replica
// that was quicker.
void Lock::insert_row() {
  try {
    connection_.execute(sql_.initialize_lock().back().text);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::Sql || !read_holder(connection_, sql_).row_exists) throw;
  }
}

void Lock::ensure_table() {
  if (connection_.schema().table("", sql_.lock_table())) return;
  try {
    connection_.begin();
    run_all(connection_, sql_.create_lock_table());
    connection_.execute(sql_.initialize_lock().back().text);
    connection_.commit();
  } catch (const Error& error) {
    connection_.rollback();
    // Another replica may have made it in the meantime.
    if (error.kind() != ErrorKind::Sql || !connection_.schema().table("", sql_.lock_table())) throw;
  }
}

bool Lock::try_acquire() { return run_all(connection_, sql_.lock(options_.locked_by)) == 1; }

void Lock::acquire(const std::stop_token& stop) {
  ensure_table();
  const Clock::time_point deadline = Clock::now() + options_.wait;
  while (true) {
    held_ = try_acquire();
    if (held_) return;
    const Holder holder = read_holder(connection_, sql_);
    if (!holder.row_exists) {
      insert_row();
      continue;
    }
    const auto remaining = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (remaining.count() <= 0) {
      throw Error(ErrorKind::Lock,
                  fmt::format("the database is locked by {} since {}", holder.name, holder.since))
          .with_hint(fmt::format("if that process is gone, release the lock with this SQL: {};",
                                 sql_.release_lock().front().text));
    }
    observer_.waiting_for_lock(holder.name, holder.since,
                               std::chrono::ceil<std::chrono::seconds>(remaining));
    pause(std::min(options_.poll, remaining), stop);
    if (stop.stop_requested())
      throw Error(ErrorKind::Interrupted, "interrupted while waiting for the lock");
  }
}

void Lock::release() {
  if (!held_) return;
  try {
    if (connection_.in_transaction()) connection_.rollback();
    run_all(connection_, sql_.release_lock());
  } catch (const Error&) {
    // The session may be gone; the row is not. A new session releases it.
    if (!reconnect_) throw;
    run_all(*reconnect_(), sql_.release_lock());
  }
  held_ = false;
}

Lock::~Lock() {
  try {
    release();
  } catch (const std::exception& error) {
    observer_.warning(fmt::format(
        "the lock could not be released ({}); the next run will find it held", error.what()));
  }
}

std::vector<LockHolder> list_locks(driver::Connection& connection, const TrackingSql& sql) {
  std::vector<LockHolder> holders;
  if (!connection.schema().table("", sql.lock_table())) return holders;
  const driver::ResultSet result = connection.query(sql.select_lock());
  const auto by = result.column("LOCKEDBY");
  const auto since = result.column("LOCKGRANTED");
  for (const auto& row : result.rows) {
    if (by && row[*by])
      holders.push_back({*row[*by], *row[*by], row[since.value_or(0)].value_or("")});
  }
  return holders;
}

std::vector<LockHolder> release_locks(driver::Connection& connection, const TrackingSql& sql) {
  std::vector<LockHolder> holders = list_locks(connection, sql);
  if (!holders.empty()) run_all(connection, sql.release_lock());
  return holders;
}

}  // namespace strata::run
