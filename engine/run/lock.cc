#include "engine/run/lock.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::run {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::string_view kMark = " strata:";
constexpr std::size_t kRowLimit = 255;

std::string random_token() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

// "host (address) strata:TOKEN" or "... strata:TOKEN:SIGN". The token makes each run's text its
// own.
std::string row_text(std::string_view host, const driver::ServerLock* lock) {
  const std::string sign = lock == nullptr ? "" : lock->sign();
  const std::string mark =
      fmt::format("{}{}{}{}", kMark, random_token(), sign.empty() ? "" : ":", sign);
  return std::string(host.substr(0, kRowLimit - mark.size())) + mark;
}

bool is_true(const std::string& text) {
  return !text.empty() && text != "0" && text != "f" && text != "false" &&
         text != std::string(1, 0);
}

LockHolder to_holder(const driver::ResultSet& result,
                     const std::vector<std::optional<std::string>>& row) {
  const auto cell = [&](std::string_view name) {
    const auto column = result.column(name);
    return column ? row[*column].value_or("") : "";
  };
  LockHolder holder;
  holder.locked_by = holder.name = cell("LOCKEDBY");
  holder.since = cell("LOCKGRANTED");
  if (const std::size_t mark = holder.name.rfind(kMark); mark != std::string::npos) {
    const std::string rest = holder.name.substr(mark + kMark.size());
    holder.is_strata = true;
    holder.name.erase(mark);
    if (const std::size_t colon = rest.find(':'); colon != std::string::npos)
      holder.sign = rest.substr(colon + 1);
  }
  if (holder.name.empty()) holder.name = LockHolder().name;
  if (holder.since.empty()) holder.since = LockHolder().since;
  return holder;
}

std::vector<LockHolder> locked_rows(const driver::ResultSet& result) {
  std::vector<LockHolder> holders;
  const auto locked = result.column("LOCKED");
  for (const auto& row : result.rows) {
    if (locked && is_true(row[*locked].value_or(""))) holders.push_back(to_holder(result, row));
  }
  return holders;
}

std::int64_t run_all(driver::Connection& connection, const sql::Statements& statements) {
  std::int64_t affected = 0;
  for (const sql::Statement& statement : statements) affected += connection.execute(statement.text);
  return affected;
}

// A transaction that lost against another one: class 40 of the standard, and a node of a cluster
// that is not ready (08S01, which does not end the session).
bool is_conflict(const Error& error) {
  return error.kind() == ErrorKind::Sql && error.sql() &&
         (error.sql()->sqlstate.starts_with("40") || error.sql()->sqlstate == "08S01");
}

// The rows changed; 0 too when somebody else was quicker.
std::int64_t compete(driver::Connection& connection, const sql::Statements& statements) {
  try {
    return run_all(connection, statements);
  } catch (const Error& error) {
    if (!is_conflict(error)) throw;
    return 0;
  }
}

}  // namespace

// How long there is still to wait, and how often people hear of it.
class Lock::Wait {
 public:
  Wait(std::chrono::seconds duration, const std::stop_token& stop)
      : deadline_(Clock::now() + duration), stop_(stop) {}

  milliseconds left() const {
    return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(deadline_ - Clock::now()));
  }
  bool is_over() const { return left().count() == 0; }

  void stop_if_asked() const {
    if (stop_.stop_requested())
      throw Error(ErrorKind::Interrupted, "interrupted while waiting for the lock");
  }

  void tell(Observer& observer, const LockHolder& holder) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left());
    if (seconds == told_) return;
    told_ = seconds;
    observer.waiting_for_lock(holder.name, holder.since, seconds);
  }

  // Sleeps, but not longer than until the stop.
  void pause(milliseconds duration) const {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock guard(mutex);
    wake.wait_for(guard, stop_, std::min(duration, left()), [] { return false; });
    stop_if_asked();
  }

 private:
  Clock::time_point deadline_;
  const std::stop_token& stop_;
  std::chrono::seconds told_{-1};
};

Lock::Lock(driver::Connection& connection, TrackingSql sql, LockOptions options,
           Reconnect reconnect, Observer& observer)
    : connection_(connection),
      sql_(std::move(sql)),
      options_(std::move(options)),
      reconnect_(std::move(reconnect)),
      observer_(observer) {}

// Only ever adds the row: deleting first, as the reference does, could take the lock from a replica
// that was quicker.
void Lock::insert_row() {
  try {
    connection_.execute(sql_.initialize_lock().back().text);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::Sql || connection_.query(sql_.select_lock()).rows.empty()) throw;
  }
}

void Lock::ensure_table() {
  if (connection_.schema().table(sql_.schema(), sql_.lock_table())) return;
  try {
    connection_.begin();
    run_all(connection_, sql_.create_lock_table());
    connection_.execute(sql_.initialize_lock().back().text);
    connection_.commit();
  } catch (const Error& error) {
    connection_.rollback();
    // Another replica may have made it in the meantime.
    if (error.kind() != ErrorKind::Sql ||
        !connection_.schema().table(sql_.schema(), sql_.lock_table()))
      throw;
  }
}

Error Lock::locked_by(const LockHolder& holder, bool is_alive) const {
  const std::string hint =
      is_alive ? "it is at work; wait longer for it (--lock-wait), or end it"
               : fmt::format("if that process is gone, release the lock: {}\nor with this SQL: {};",
                             options_.release_command, sql_.release_lock().front().text);
  return Error(ErrorKind::Lock,
               fmt::format("the database is locked by {} since {}", holder.name, holder.since))
      .with_hint(hint);
}

// Unknown as long as it has but one of its locks, and where it lets nobody read.
LockHolder Lock::holder_at_work() {
  try {
    const std::vector<LockHolder> rows = list_locks(connection_, sql_);
    return rows.empty() ? LockHolder() : rows.front();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::Sql) throw;
    return {};
  }
}

void Lock::take_server_lock(Wait& wait) {
  constexpr milliseconds kBetween{1000};
  server_lock_ = connection_.server_lock(sql_.lock_name());
  milliseconds slice{0};
  while (server_lock_ && !server_lock_->acquire(slice)) {
    wait.stop_if_asked();
    const LockHolder holder = holder_at_work();
    if (wait.is_over()) throw locked_by(holder, true);
    wait.tell(observer_, holder);
    slice = std::min(kBetween, wait.left());
  }
}

Lock::Row Lock::try_row() {
  if (compete(connection_, sql_.lock(locked_by_)) == 1) return Row::Taken;
  const driver::ResultSet result = connection_.query(sql_.select_lock());
  if (result.rows.empty()) return Row::Missing;
  holder_ = to_holder(result, result.rows.front());
  return take_over(holder_) ? Row::Taken : Row::Held;
}

bool Lock::take_over(const LockHolder& holder) {
  if (!holder.is_strata || !server_lock_ || !server_lock_->is_gone(holder.sign)) return false;
  if (compete(connection_, sql_.take_over_lock(holder.locked_by, locked_by_)) != 1) return false;
  observer_.warning(
      fmt::format("the run of {} that has held the lock since {} is dead; this one goes on with it",
                  holder.name, holder.since));
  return true;
}

void Lock::take_row(Wait& wait) {
  while (true) {
    const Row row = try_row();
    held_ = row == Row::Taken;
    if (held_) return;
    if (row == Row::Missing) {
      insert_row();
      continue;
    }
    if (wait.is_over()) throw locked_by(holder_, false);
    wait.tell(observer_, holder_);
    wait.pause(options_.poll);
  }
}

void Lock::acquire(const std::stop_token& stop) {
  Wait wait(options_.wait, stop);
  take_server_lock(wait);
  locked_by_ = row_text(options_.host, server_lock_.get());
  while (true) {
    try {
      ensure_table();
      return take_row(wait);
    } catch (const Error& error) {
      // Somebody else writes who lets nobody at the tables: SQLite has one lock for all of a file.
      if (!error.sql() || !sql_.is_transient(*error.sql())) throw;
      LockHolder other;
      other.name = "another program";
      if (wait.is_over()) throw locked_by(other, true);
      wait.tell(observer_, other);
      wait.pause(options_.poll);
    }
  }
}

void Lock::confirm() {
  if (!held_) return;
  const std::vector<LockHolder> holders =
      locked_rows(connection_.query(sql_.select_lock_for_update()));
  if (!holders.empty() && holders.front().locked_by == locked_by_) return;
  const std::string what =
      holders.empty() ? "somebody released the lock while this run was at work"
                      : fmt::format("{} took the lock while this run was at work", holders[0].name);
  throw Error(ErrorKind::Lock, what).with_hint("the changeset is not noted as run");
}

void Lock::release() {
  if (!held_) return;
  const sql::Statements statements = sql_.release_lock(locked_by_);
  try {
    if (connection_.in_transaction()) connection_.rollback();
    run_all(connection_, statements);
  } catch (const Error&) {
    // The session may be gone; the row is not. A new session releases it.
    if (!reconnect_) throw;
    run_all(*reconnect_(), statements);
  }
  held_ = false;
  // Last, so that who waits for it finds the row free.
  server_lock_.reset();
}

Lock::~Lock() {
  try {
    release();
  } catch (const std::exception& error) {
    observer_.warning(fmt::format(
        "the lock could not be released ({}); {}", error.what(),
        server_lock_ ? "the next run takes it over" : "the next run will find it held"));
  }
}

std::vector<LockHolder> list_locks(driver::Connection& connection, const TrackingSql& sql) {
  if (!connection.schema().table(sql.schema(), sql.lock_table())) return {};
  return locked_rows(connection.query(sql.select_lock()));
}

std::vector<LockHolder> release_locks(driver::Connection& connection, const TrackingSql& sql) {
  std::vector<LockHolder> holders = list_locks(connection, sql);
  if (!holders.empty()) run_all(connection, sql.release_lock());
  return holders;
}

}  // namespace strata::run
