// The lock between runs: who waits, who takes over, and that nobody applies anything twice.
#include <chrono>
#include <csignal>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/live/migration.h"

namespace strata::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;
using Clock = std::chrono::steady_clock;

constexpr int kLocked = 7;
const std::string kNothing = "{sql: select 1}";
// A busy machine needs as long for what is done at once; the reference polls every ten seconds.
constexpr seconds kAtOnce{4};

class LockTest : public testing::TestWithParam<Vendor> {
 protected:
  Changelog changelog(const std::string& first_change) {
    folder_.write("db.changelog.yaml",
                  "databaseChangeLog:\n"
                  "  - changeSet: {id: 1, author: test, changes: [" +
                      first_change +
                      "]}\n"
                      "  - changeSet: {id: 2, author: test, changes: [{sql: create table second (a "
                      "int)}]}\n");
    return {"db.changelog.yaml", folder_.path().string(), ""};
  }

  std::vector<std::string> update(const Changelog& changelog, const std::string& wait = "60") {
    return words({"update", "--lock-wait=" + wait}, changelog, database_.url());
  }

  std::string lock_table() const {
    return history_table(database_) + (GetParam() == Vendor::Postgresql ? "lock" : "LOCK");
  }
  void lock_as(const std::string& locked_by) {
    database_.connect()->execute(
        fmt::format("UPDATE {} SET LOCKED = {}, LOCKEDBY = '{}', LOCKGRANTED = "
                    "'2026-01-01 12:00:00'",
                    lock_table(), GetParam() == Vendor::Sqlite ? "1" : "TRUE", locked_by));
  }
  void unlock() {
    database_.connect()->execute(fmt::format("UPDATE {} SET LOCKED = {}, LOCKEDBY = NULL",
                                             lock_table(),
                                             GetParam() == Vendor::Sqlite ? "0" : "FALSE"));
  }

  // So many seconds, so that others can be started meanwhile.
  std::string sleep(int duration) const {
    switch (GetParam()) {
      case Vendor::Postgresql:
        return fmt::format("{{sql: \"select pg_sleep({})\"}}", duration);
      case Vendor::MariaDb:
        return fmt::format("{{sql: \"select sleep({})\"}}", duration);
      case Vendor::Sqlite:
        break;
    }
    return fmt::format(
        "{{executeCommand: {{executable: sleep, args: [{{arg: {{value: \"{}\"}}}}]}}}}", duration);
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

  void expect_applied_once() {
    EXPECT_EQ(query_text(database_,
                         "SELECT ID FROM " + history_table(database_) + " ORDER BY ORDEREXECUTED"),
              "1\n2\n");
    EXPECT_FALSE(is_locked(database_));
  }

  TemporaryFolder folder_;
  LiveDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Vendors, LockTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(LockTest, ARowOfLiquibaseIsWaitedForAndNamed) {
  ASSERT_EQ(run_program(words({"tag", "start"}, changelog(kNothing), database_.url())).exit_code,
            0);
  lock_as("build7 (10.0.0.7)");
  const Outcome outcome = run_program(update(changelog(kNothing), "2"));
  EXPECT_EQ(outcome.exit_code, kLocked) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("waiting for the lock held by build7 (10.0.0.7) since "
                                        "2026-01-01 12:00:00"));
  EXPECT_THAT(outcome.output, HasSubstr("release the lock: strata release-locks --url="));
  EXPECT_THAT(outcome.output, HasSubstr("or with this SQL: UPDATE "));
  EXPECT_THAT(outcome.output, Not(HasSubstr(":pw@")));
  EXPECT_TRUE(is_locked(database_));
}

TEST_P(LockTest, ARowOfLiquibaseThatIsGivenBackIsTakenAtOnce) {
  ASSERT_EQ(run_program(words({"tag", "start"}, changelog(kNothing), database_.url())).exit_code,
            0);
  lock_as("build7 (10.0.0.7)");
  Program waiting(update(changelog(kNothing)));
  std::this_thread::sleep_for(milliseconds(1500));
  unlock();
  const Clock::time_point freed = Clock::now();
  const Outcome outcome = waiting.wait();
  EXPECT_LT(Clock::now() - freed, kAtOnce);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
}

// As it is in a database that was restored from a backup made during a run.
TEST_P(LockTest, ARowOfADeadRunIsTakenOver) {
  ASSERT_EQ(run_program(words({"tag", "start"}, changelog(kNothing), database_.url())).exit_code,
            0);
  lock_as("build7 (10.0.0.7) strata:0123456789abcdef");
  // Without waiting at all.
  const Outcome outcome = run_program(update(changelog(kNothing), "0"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output,
              HasSubstr("the run of build7 (10.0.0.7) that has held the lock since 2026-01-01 "
                        "12:00:00 is dead; this one goes on with it"));
  EXPECT_FALSE(is_locked(database_));
}

TEST_P(LockTest, ALivingRunIsNotTakenForDead) {
  Program holder(update(changelog(sleep(3))));
  wait_until_locked();
  const Outcome outcome = run_program(update(changelog(sleep(3)), "1"));
  EXPECT_EQ(outcome.exit_code, kLocked) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("it is at work"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("release-locks")));
  const Outcome held = holder.wait();
  EXPECT_EQ(held.exit_code, 0) << held.output;
  expect_applied_once();
}

// Who waited must not run what was done meanwhile, and has not slept for long when it is done.
TEST_P(LockTest, WaitersWakeAtOnceAndFindNothingLeftToDo) {
  const Changelog slow = changelog(sleep(2));
  Program holder(update(slow));
  wait_until_locked();
  Program waiting(update(slow));
  const Outcome held = holder.wait();
  const Clock::time_point done = Clock::now();
  const Outcome waited = waiting.wait();
  EXPECT_LT(Clock::now() - done, kAtOnce);
  EXPECT_EQ(held.exit_code, 0) << held.output;
  EXPECT_EQ(waited.exit_code, 0) << waited.output;
  EXPECT_THAT(waited.output, Not(HasSubstr("running")));
  expect_applied_once();
}

TEST_P(LockTest, AKilledRunIsTakenOverAtOnce) {
  Program holder(update(changelog(sleep(2))));
  wait_until_locked();
  holder.signal(SIGKILL);
  holder.wait();
  // MariaDB finds out when the statement that the dead one sent has come to its end.
  if (GetParam() == Vendor::MariaDb) std::this_thread::sleep_for(seconds(3));
  const Clock::time_point start = Clock::now();
  const Outcome next = run_program(update(changelog(kNothing)));
  EXPECT_LT(Clock::now() - start, kAtOnce);
  EXPECT_EQ(next.exit_code, 0) << next.output;
  EXPECT_THAT(next.output, HasSubstr("is dead; this one goes on with it"));
  expect_applied_once();
}

// By hand, or by a server that took it for dead: it must not note what somebody else may be doing.
TEST_P(LockTest, ARunWhoseLockWasTakenAwayNotesNothing) {
  Program holder(update(changelog(sleep(2))));
  wait_until_locked();
  bool taken = false;
  // SQLite lets nobody write during a transaction of the holder's.
  while (!taken) {
    try {
      lock_as("thief (10.0.0.8)");
      taken = true;
    } catch (const Error&) {
      std::this_thread::sleep_for(milliseconds(5));
    }
  }
  const Outcome outcome = holder.wait();
  EXPECT_THAT(query_text(database_, "SELECT LOCKEDBY FROM " + lock_table()), HasSubstr("thief"));
  if (GetParam() == Vendor::Sqlite) return;  // may have been done before
  EXPECT_EQ(outcome.exit_code, kLocked) << outcome.output;
  EXPECT_THAT(outcome.output,
              HasSubstr("thief (10.0.0.8) took the lock while this run was at work"));
  EXPECT_EQ(count(database_, history_table(database_)), "0\n");
}

// From within: what the changeset did to the row is undone with it.
TEST_P(LockTest, AChangesetCannotGiveTheLockAway) {
  ASSERT_EQ(run_program(words({"tag", "start"}, changelog(kNothing), database_.url())).exit_code,
            0);
  const std::string give =
      fmt::format("{{sql: \"update {} set LOCKEDBY = 'thief (10.0.0.8)'\"}}", lock_table());
  const Outcome outcome = run_program(update(changelog(give)));
  EXPECT_EQ(outcome.exit_code, kLocked) << outcome.output;
  EXPECT_EQ(count(database_, history_table(database_)), "1\n");
  EXPECT_FALSE(is_locked(database_));
}

// The shop's changelog, from replicas that start at once on a database without anything.
TEST_P(LockTest, ReplicasAtOnceApplyEachChangesetOnce) {
  const Changelog shop_changelog = shop();
  const Clock::time_point start = Clock::now();
  std::vector<std::unique_ptr<Program>> replicas;
  for (std::size_t i = 0; i < replica_count(); ++i) {
    replicas.push_back(std::make_unique<Program>(
        words({"update", "--lock-wait=120"}, shop_changelog, database_.url())));
  }
  int runs = 0;
  for (const auto& replica : replicas) {
    const Outcome outcome = replica->wait();
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    if (outcome.output.find("[ 1/21] running") != std::string::npos) ++runs;
  }
  EXPECT_EQ(runs, 1);
  EXPECT_LT(Clock::now() - start, seconds(120));
  EXPECT_EQ(count(database_, history_table(database_)), "21\n");
  EXPECT_EQ(query_text(database_,
                       "SELECT count(DISTINCT ORDEREXECUTED), count(DISTINCT "
                       "DEPLOYMENT_ID) FROM " +
                           history_table(database_)),
            "21\t1\n");
  EXPECT_EQ(count(database_, lock_table()), "1\n");
  EXPECT_FALSE(is_locked(database_));
}

class PostgresqlLockTest : public LockTest {};
INSTANTIATE_TEST_SUITE_P(Vendors, PostgresqlLockTest, testing::Values(Vendor::Postgresql),
                         [](const auto& tested) { return to_string(tested.param); });

// It waits for every transaction that has a snapshot, so those who wait for the lock must have
// none.
TEST_P(PostgresqlLockTest, AConcurrentIndexDoesNotWaitForThoseWhoWaitForTheLock) {
  folder_.write("db.changelog.yaml", R"yaml(databaseChangeLog:
  - changeSet: {id: 1, author: test, changes: [{sql: "create table t (a int)"}]
}
  - changeSet: {id: 2, author: test, changes: [{sql: "select pg_sleep(1)"}]}
  - changeSet:
      id: 3
      author: test
      runInTransaction: false
      changes: [{sql: "create index concurrently i on t (a)"}]
)yaml");
  const Changelog concurrent{"db.changelog.yaml", folder_.path().string(), ""};
  const Clock::time_point start = Clock::now();
  Program holder(update(concurrent));
  wait_until_locked();
  Program second(update(concurrent));
  Program third(update(concurrent));
  for (Program* program : {&holder, &second, &third}) {
    const Outcome outcome = program->wait();
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  }
  EXPECT_LT(Clock::now() - start, seconds(12));
  EXPECT_EQ(count(database_, history_table(database_)), "3\n");
}

TEST_P(PostgresqlLockTest, AWaiterWhoseConnectionIsCutEndsWithoutALock) {
  Program holder(update(changelog(sleep(3))));
  wait_until_locked();
  Program waiting(update(changelog(sleep(3))));
  std::this_thread::sleep_for(milliseconds(700));
  database_.connect()->query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
      "AND pid <> pg_backend_pid() AND query LIKE '%pg_try_advisory_lock%'");
  const Outcome cut = waiting.wait();
  EXPECT_EQ(cut.exit_code, 6) << cut.output;
  const Outcome held = holder.wait();
  EXPECT_EQ(held.exit_code, 0) << held.output;
  expect_applied_once();
}

// More pages than SQLite keeps in memory: until the commit nobody else may read the file.
constexpr const char* kTakesTheWholeFile =
    "{sql: create table big (a blob)}, {sql: \"insert into big with recursive n(i) as (select 1 "
    "union all select i + 1 from n where i < 40) select zeroblob(1000000) from n\"}, "
    "{executeCommand: {executable: sleep, args: [{arg: {value: \"8\"}}]}}";

class SqliteLockTest : public LockTest {};

INSTANTIATE_TEST_SUITE_P(Vendors, SqliteLockTest, testing::Values(Vendor::Sqlite),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(SqliteLockTest, ARunThatLetsNobodyReadIsWaitedFor) {
  const Changelog big = changelog(kTakesTheWholeFile);
  Program holder(update(big));
  std::this_thread::sleep_for(seconds(2));
  Program waiter(update(big));
  const Outcome second = waiter.wait();
  EXPECT_EQ(second.exit_code, 0) << second.output;
  EXPECT_THAT(second.output, HasSubstr("waiting for the lock held by another run since just now"));
  const Outcome first = holder.wait();
  EXPECT_EQ(first.exit_code, 0) << first.output;
  expect_applied_once();
}

TEST_P(SqliteLockTest, AnotherProgramThatLetsNobodyReadIsWaitedFor) {
  const auto other = database_.connect();
  other->execute("BEGIN EXCLUSIVE");
  const Outcome early = run_program(update(changelog(kNothing), "1"));
  EXPECT_EQ(early.exit_code, kLocked) << early.output;
  EXPECT_THAT(early.output, HasSubstr("the database is locked by another program"));
  Program waiter(update(changelog(kNothing)));
  std::this_thread::sleep_for(seconds(12));  // longer than SQLite itself waits, twice
  other->execute("COMMIT");
  const Outcome late = waiter.wait();
  EXPECT_EQ(late.exit_code, 0) << late.output;
  EXPECT_THAT(late.output, HasSubstr("waiting for the lock held by another program"));
  expect_applied_once();
}

}  // namespace
}  // namespace strata::test
