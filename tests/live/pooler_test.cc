// Runs through PgBouncer in transaction pooling, where a session's settings and locks are somebody
// else's after each transaction.
#include <chrono>
#include <csignal>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/live/migration.h"
#include "tests/support/pooler.h"

namespace strata::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;
using Clock = std::chrono::steady_clock;

class PoolerTest : public testing::Test {
 protected:
  std::string url() const { return pooler_.url(database_.name()); }

  Changelog write(const std::string& text) {
    folder_.write("db.changelog.yaml", "databaseChangeLog:\n" + text);
    return {"db.changelog.yaml", folder_.path().string(), ""};
  }
  std::vector<std::string> update(const Changelog& changelog) const {
    return words({"update", "--lock-wait=30"}, changelog, url());
  }
  std::string advisory_locks() {
    return query_text(database_,
                      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                      "(SELECT oid FROM pg_database WHERE datname = current_database())");
  }
  void wait_until_locked() {
    const auto deadline = Clock::now() + seconds(20);
    while (Clock::now() < deadline) {
      try {
        if (is_locked(database_)) return;
      } catch (const Error&) {  // no table yet
      }
      std::this_thread::sleep_for(milliseconds(20));
    }
    FAIL() << "nobody took the lock";
  }

  TemporaryFolder folder_;
  LiveDatabase database_{Vendor::Postgresql};
  // Two servers: one for whoever has the lock, one for all others.
  Pooler pooler_{"default_pool_size = 2"};
};

TEST_F(PoolerTest, AWholeMigrationThereAndBack) {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"update"}, {"rollback-count", "99"}, {"update"}}) {
    const Outcome outcome = run_program(words(command, shop(), url()));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  }
  EXPECT_EQ(count(database_, "databasechangelog"), "21\n");
  EXPECT_FALSE(is_locked(database_));
  EXPECT_EQ(advisory_locks(), "0\n");
}

TEST_F(PoolerTest, ReplicasAtOnceApplyEachChangesetOnce) {
  const Changelog shop_changelog = shop();
  std::vector<std::unique_ptr<Program>> replicas;
  for (std::size_t i = 0; i < replica_count(); ++i)
    replicas.push_back(
        std::make_unique<Program>(words({"update", "--lock-wait=120"}, shop_changelog, url())));
  int runs = 0;
  for (const auto& replica : replicas) {
    const Outcome outcome = replica->wait();
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    if (outcome.output.find("[ 1/21] running") != std::string::npos) ++runs;
  }
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(count(database_, "databasechangelog"), "21\n");
  EXPECT_EQ(advisory_locks(), "0\n");
}

TEST_F(PoolerTest, AConcurrentIndexDoesNotWaitForTheLockItself) {
  const Changelog concurrent = write(R"yaml(
  - changeSet: {id: 1, author: test, changes: [{sql: "create table t (a int)"}]
}
  - changeSet: {id: 2, author: test, changes: [{sql: "select pg_sleep(1)"}]}
  - changeSet:
      id: 3
      author: test
      runInTransaction: false
      changes: [{sql: "create index concurrently i on t (a)"}]
)yaml");
  // What a careful server's owner may have set.
  database_.connect()->execute("ALTER DATABASE " + database_.name() +
                               " SET default_transaction_isolation TO 'repeatable read'");
  database_.connect()->execute("ALTER DATABASE " + database_.name() +
                               " SET idle_in_transaction_session_timeout TO '300ms'");
  const Clock::time_point start = Clock::now();
  Program holder(update(concurrent));
  wait_until_locked();
  Program waiting(update(concurrent));
  const Outcome held = holder.wait();
  EXPECT_EQ(held.exit_code, 0) << held.output;
  const Outcome waited = waiting.wait();
  EXPECT_EQ(waited.exit_code, 0) << waited.output;
  EXPECT_THAT(waited.output, Not(HasSubstr("running")));
  EXPECT_LT(Clock::now() - start, seconds(20));
  EXPECT_EQ(count(database_, "databasechangelog"), "3\n");
}

TEST_F(PoolerTest, AKilledRunIsTakenOver) {
  Program holder(update(
      write("  - changeSet: {id: 1, author: test, changes: [{sql: \"select pg_sleep(1)\"}]}\n")));
  wait_until_locked();
  holder.signal(SIGKILL);
  holder.wait();
  const Outcome next = run_program(
      update(write("  - changeSet: {id: 1, author: test, changes: [{sql: \"select 1\"}]}\n")));
  EXPECT_EQ(next.exit_code, 0) << next.output;
  EXPECT_THAT(next.output, HasSubstr("is dead; this one goes on with it"));
  EXPECT_EQ(count(database_, "databasechangelog"), "1\n");
  EXPECT_FALSE(is_locked(database_));
}

// A search path is no setting that PgBouncer gives back to its client, and others must not get
// it.
TEST_F(PoolerTest, ASchemaOfItsOwnIsForThisRunOnly) {
  database_.connect()->execute("CREATE SCHEMA app");
  std::vector<std::string> command = update(write(R"yaml(
  - changeSet: {id: 1, author: test, changes: [{sql: "create table t (a int)"
  }]
  }
  - changeSet: {id: 2, author: test, changes: [{createTable: {tableName: u, columns: [{column: {name: a, type: int}}]}}]}
  - changeSet: {id: 3, author: test, runInTransaction: false, changes: [{sql: "insert into t values (1)"}]}
  - changeSet: {id: 4, author: test, changes: [{createIndex: {tableName: u, indexName: i, columns: [{column: {name: a}}]}}]}
)yaml"));
  command.push_back("--default-schema-name=app");
  const Outcome outcome = run_program(command);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT a FROM app.t"), "1\n");
  EXPECT_EQ(count(database_, "app.u"), "0\n");
  EXPECT_EQ(count(database_, "app.databasechangelog"), "4\n");
  const auto other = connect(options_for(url()));
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(other->query("SHOW search_path").rows.at(0).at(0), "\"$user\", public");
}

// The pooler drops it as idle, and with it the lock; the row is what the run is held to then.
TEST_F(PoolerTest, ARunThatThePoolerTakesTheLockFromIsNotOvertaken) {
  Pooler impatient("default_pool_size = 3\nidle_transaction_timeout = 1");
  const Changelog slow = write(R"yaml(
  - changeSet: {id: 1, author: test, changes: [{sql: "select pg_sleep(3)"
  }]
  }
  - changeSet: {id: 2, author: test, changes: [{sql: "create table t (a int)"}]}
)yaml");
  const std::string address = impatient.url(database_.name());
  Program first(words({"update"}, slow, address));
  wait_until_locked();
  std::this_thread::sleep_for(milliseconds(2000));
  const Outcome second = run_program(words({"update"}, slow, address));
  const Outcome outcome = first.wait();
  // One of them does it all. What the other one did of the same is not noted, or it waited and
  // found nothing left.
  EXPECT_TRUE(outcome.exit_code == 0 || second.exit_code == 0) << outcome.output << second.output;
  EXPECT_EQ(query_text(database_, "SELECT id FROM databasechangelog ORDER BY orderexecuted"),
            "1\n2\n");
}

}  // namespace
}  // namespace strata::test
