#include "drivers/postgresql/session/server_lock.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <thread>

#include <fmt/format.h>

#include "engine/base/digest.h"
#include "engine/base/error.h"

namespace strata::postgresql {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// Advisory locks are of one database already; the number stands for the lock table in it.
std::int64_t key_of(std::string_view name) {
  const std::string digest = md5_hex("strata:" + std::string(name)).substr(0, 16);
  std::uint64_t key = 0;
  std::from_chars(digest.data(), digest.data() + digest.size(), key, 16);
  return static_cast<std::int64_t>(key);
}

// Asks again and again, for a session that waits inside pg_advisory_lock has a snapshot, and the
// holder's CREATE INDEX CONCURRENTLY would wait for that to go.
template <typename Try>
bool keep_trying(milliseconds wait, const Try& try_once) {
  constexpr milliseconds kBetween{50};
  const Clock::time_point deadline = Clock::now() + wait;
  while (!try_once()) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    std::this_thread::sleep_for(std::min(kBetween, left));
  }
  return true;
}

bool is_true(const driver::ResultSet& result) {
  return result.rows.at(0).back().value_or("f") == "t";
}

class SessionLock final : public driver::ServerLock {
 public:
  SessionLock(driver::Connection& connection, std::string_view name)
      : connection_(connection), key_(key_of(name)) {
    notice_dead_clients();
  }
  ~SessionLock() override { release(); }

  bool acquire(milliseconds wait) override {
    held_ = keep_trying(wait, [&] {
      return is_true(connection_.query(fmt::format("SELECT pg_try_advisory_lock({})", key_)));
    });
    return held_;
  }

  void release() noexcept override {
    if (!held_) return;
    held_ = false;
    try {
      connection_.query(fmt::format("SELECT pg_advisory_unlock({})", key_));
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
      // Without a session there is no lock either.
    }
  }

 private:
  // Else a server finds out only after the running statement, and of a machine that vanished after
  // hours. What the server's owner has set stays.
  void notice_dead_clients() {
    try {
      connection_.query(
          "SELECT set_config(name, CASE name WHEN 'client_connection_check_interval' THEN '1s' "
          "WHEN 'tcp_keepalives_count' THEN '3' ELSE '10' END, false) FROM pg_settings WHERE "
          "reset_val = '0' AND (name = 'client_connection_check_interval' OR name LIKE "
          "'tcp\\_keepalives\\_%' AND inet_client_addr() IS NOT NULL)");
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::Sql) throw;  // a system that has no way to do this
    }
  }

  driver::Connection& connection_;
  std::int64_t key_;
  bool held_ = false;
};

class PooledLock final : public driver::ServerLock {
 public:
  PooledLock(std::function<std::unique_ptr<driver::Connection>()> open, std::string_view name)
      : open_(std::move(open)), key_(key_of(name)) {}

  bool acquire(milliseconds wait) override {
    if (!connection_) connection_ = open_();
    return keep_trying(wait, [&] { return try_once(); });
  }
  // The transaction ends with its session.
  void release() noexcept override { connection_.reset(); }

 private:
  // READ COMMITTED, as the other levels keep their snapshot for the whole transaction.
  bool try_once() {
    connection_->execute("BEGIN ISOLATION LEVEL READ COMMITTED");
    connection_->query(
        "SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN "
        "('idle_in_transaction_session_timeout', 'transaction_timeout')");
    if (is_true(connection_->query(fmt::format("SELECT pg_try_advisory_xact_lock({})", key_))))
      return true;
    // A server of the pool is nobody's again while we wait.
    connection_->execute("ROLLBACK");
    return false;
  }

  std::function<std::unique_ptr<driver::Connection>()> open_;
  std::int64_t key_;
  std::unique_ptr<driver::Connection> connection_;
};

}  // namespace

std::unique_ptr<driver::ServerLock> session_lock(driver::Connection& connection,
                                                 std::string_view name) {
  return std::make_unique<SessionLock>(connection, name);
}

std::unique_ptr<driver::ServerLock> pooled_lock(
    std::function<std::unique_ptr<driver::Connection>()> open, std::string_view name) {
  return std::make_unique<PooledLock>(std::move(open), name);
}

}  // namespace strata::postgresql
