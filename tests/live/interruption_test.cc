// What a run leaves behind that does not come to its end: history and schema agree, and the lock is
// free for the next run.
#include <chrono>
#include <csignal>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/live/migration.h"

namespace strata::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

constexpr int kSqlFailed = 5;
constexpr int kConnectionLost = 6;
constexpr int kInterrupted = 130;

class InterruptionTest : public testing::TestWithParam<Vendor> {
 protected:
  bool undoes_ddl() const { return GetParam() != Vendor::MariaDb; }

  // A statement that runs for many seconds, unless it is cancelled.
  static std::string long_statement() {
    switch (GetParam()) {
      case Vendor::Postgresql:
        return "select pg_sleep(60)";
      case Vendor::MariaDb:
        return "select sleep(60)";
      case Vendor::Sqlite:
        break;
    }
    return "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000) "
           "select count(*) from n";
  }

  Changelog changelog(const std::string& middle) {
    folder_.write(
        "db.changelog.yaml",
        "databaseChangeLog:\n"
        "  - changeSet: {id: 1, author: test, changes: [{sql: create table first (a int)}]}\n"
        "  - changeSet:\n"
        "      id: 2\n"
        "      author: test\n"
        "      changes:\n"
        "        - sql: create table second (a int)\n"
        "        - sql: " +
            middle + "\n" +
            "        - sql: create table third (a int)\n"
            "  - changeSet: {id: 3, author: test, changes: [{sql: create table fourth (a "
            "int)}]}\n");
    return {"db.changelog.yaml", folder_.path().string(), ""};
  }

  Program start(const Changelog& changelog) {
    return Program(words({"update"}, changelog, database_.url()));
  }

  // Until the run is in the middle of its second changeset.
  void wait_for_long_statement() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < deadline) {
      if (is_running()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    FAIL() << "the long statement never started";
  }

  bool is_running() {
    switch (GetParam()) {
      case Vendor::Postgresql:
        return !sleeping_backends().empty();
      case Vendor::MariaDb:
        return !sleeping_threads().empty();
      case Vendor::Sqlite:
        break;
    }
    // Its own connection sees the first changeset as soon as it is there; then the second one runs.
    try {
      const std::string rows = count(database_, history_table(database_));
      if (rows != "1\n") return false;
    } catch (const Error&) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return true;
  }

  std::string sleeping_backends() {
    return query_text(database_,
                      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND "
                      "query LIKE '%pg_sleep%' AND pid <> pg_backend_pid() AND state = 'active'");
  }
  std::string sleeping_threads() {
    return query_text(database_, "SELECT id FROM information_schema.processlist WHERE db = '" +
                                     database_.name() +
                                     "' AND info LIKE '%sleep(60)%' AND id <> connection_id()");
  }

  void kill_connection() {
    if (GetParam() == Vendor::Postgresql) {
      query_text(database_, "SELECT pg_terminate_backend(" + sleeping_backends() + ")");
    } else {
      database_.connect()->execute("KILL " + sleeping_threads());
    }
  }

  // Only the first changeset is there; of the second nothing, or what cannot be undone.
  void expect_consistent() {
    EXPECT_EQ(query_text(database_, "SELECT ID FROM " + history_table(database_)), "1\n");
    const std::string schema = schema_text(database_);
    EXPECT_THAT(schema, HasSubstr("first"));
    EXPECT_THAT(schema, Not(HasSubstr("third")));
    EXPECT_THAT(schema, Not(HasSubstr("fourth")));
    EXPECT_EQ(schema.find("second") == std::string::npos, undoes_ddl()) << schema;
    EXPECT_FALSE(is_locked(database_));
  }

  // The next run goes on where this one ended.
  void expect_recovery() {
    const Outcome outcome =
        run_program(words({"update", "--lock-wait=5"}, changelog("select 1"), database_.url()));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    EXPECT_EQ(query_text(database_,
                         "SELECT ID FROM " + history_table(database_) + " ORDER BY ORDEREXECUTED"),
              "1\n2\n3\n");
  }

  TemporaryFolder folder_;
  LiveDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Vendors, InterruptionTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

class ServerInterruptionTest : public InterruptionTest {};
INSTANTIATE_TEST_SUITE_P(Vendors, ServerInterruptionTest,
                         testing::Values(Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(InterruptionTest, AFailingStatement) {
  const Outcome outcome =
      run_program(words({"update"}, changelog("insert into missing values (1)"), database_.url()));
  EXPECT_EQ(outcome.exit_code, kSqlFailed) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("db.changelog.yaml:8:"));
  EXPECT_THAT(outcome.output, HasSubstr("failed after 1 of 3 changesets"));
  EXPECT_THAT(outcome.output, HasSubstr(undoes_ddl() ? "nothing of it remains"
                                                     : "1 statement of the changeset had been "
                                                       "executed before"));
  expect_consistent();
  expect_recovery();
}

class SignalTest : public InterruptionTest {
 protected:
  // One signal is enough where a transaction undoes everything, else the second one cancels.
  void interrupt(int number) {
    Program program(words({"update"}, changelog(long_statement()), database_.url()));
    wait_for_long_statement();
    program.signal(number);
    if (!undoes_ddl()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      program.signal(number);
    }
    const Outcome outcome = program.wait();
    EXPECT_EQ(outcome.exit_code, kInterrupted) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr("stopping at the next safe point"));
    expect_consistent();
    expect_recovery();
  }
};
INSTANTIATE_TEST_SUITE_P(Vendors, SignalTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(SignalTest, Sigint) { interrupt(SIGINT); }
TEST_P(SignalTest, Sigterm) { interrupt(SIGTERM); }

TEST_P(ServerInterruptionTest, AKilledConnection) {
  Program program(words({"update"}, changelog(long_statement()), database_.url()));
  wait_for_long_statement();
  kill_connection();
  const Outcome outcome = program.wait();
  EXPECT_EQ(outcome.exit_code, kConnectionLost) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("failed after 1 of 3 changesets"));
  expect_consistent();
  expect_recovery();
}

// Nobody can give the lock back then; the next run sees that its holder is gone.
TEST_P(ServerInterruptionTest, AKilledProcess) {
  Program program(words({"update"}, changelog(long_statement()), database_.url()));
  wait_for_long_statement();
  program.signal(SIGKILL);
  program.wait();
  kill_connection();
  EXPECT_EQ(query_text(database_, "SELECT ID FROM " + history_table(database_)), "1\n");
  EXPECT_TRUE(is_locked(database_));
  expect_recovery();
  EXPECT_FALSE(is_locked(database_));
}

// A trigger that waits for the commit cuts its session, the first time. The sequence that counts is
// not rolled back.
constexpr const char* kLostAtCommit = R"yaml(databaseChangeLog:
  - changeSet:
      id: 1
      author: test
      changes:
        - sql: create sequence tries
        - sql: create table first (a int)
        - sql:
            sql: |
              create function cut() returns trigger language plpgsql as $$
              begin
                if nextval('tries') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
                return null;
              end $$;
              create constraint trigger cuts after insert on first deferrable initially deferred
                for each row execute function cut();
  - changeSet: {id: 2, author: test, changes: [{sql: insert into first values (1)}]}
  - changeSet: {id: 3, author: test, changes: [{sql: insert into first values (2)}]}
)yaml";

TEST(LostAtCommit, IsSettledAndTheRunGoesOn) {
  const LiveDatabase database(Vendor::Postgresql);
  const TemporaryFolder folder;
  folder.write("db.changelog.yaml", kLostAtCommit);
  const Changelog changelog{"db.changelog.yaml", folder.path().string(), ""};
  const Outcome outcome = run_program(words({"update"}, changelog, database.url()));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output,
              HasSubstr("warning: the connection was lost while changeset "
                        "db.changelog.yaml::2::test was committed; the history says that it was "
                        "not applied; going on"));
  EXPECT_THAT(outcome.output, HasSubstr("3 changesets applied"));
  EXPECT_EQ(query_text(database, "SELECT a FROM first ORDER BY a"), "1\n2\n");
  EXPECT_EQ(query_text(database, "SELECT id FROM databasechangelog ORDER BY orderexecuted"),
            "1\n2\n3\n");
  EXPECT_FALSE(is_locked(database));
}

// Changesets that are counted do not go on.
TEST(LostAtCommit, IsSettledAndTold) {
  const LiveDatabase database(Vendor::Postgresql);
  const TemporaryFolder folder;
  folder.write("db.changelog.yaml", kLostAtCommit);
  const Changelog changelog{"db.changelog.yaml", folder.path().string(), ""};
  const Outcome outcome =
      run_program(words({"update-count", "--count=3"}, changelog, database.url()));
  EXPECT_EQ(outcome.exit_code, kConnectionLost) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("the history says that it was not applied"));
  EXPECT_THAT(outcome.output, HasSubstr("run the same again to go on"));
  EXPECT_FALSE(is_locked(database));
  EXPECT_EQ(run_program(words({"update"}, changelog, database.url())).exit_code, 0);
  EXPECT_EQ(query_text(database, "SELECT a FROM first ORDER BY a"), "1\n2\n");
}

TEST_P(InterruptionTest, SeveralRunsAtOnceApplyEachChangesetOnce) {
  const Changelog shop_changelog = shop();
  std::vector<std::unique_ptr<Program>> programs;
  for (int i = 0; i < 4; ++i) {
    programs.push_back(
        std::make_unique<Program>(words({"update"}, shop_changelog, database_.url())));
  }
  for (const auto& program : programs) {
    const Outcome outcome = program->wait();
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  }
  EXPECT_EQ(count(database_, history_table(database_)), "21\n");
  EXPECT_EQ(query_text(database_, "SELECT ID FROM " + history_table(database_) +
                                      " GROUP BY ID HAVING count(*) > 1"),
            "");
  EXPECT_FALSE(is_locked(database_));
}

}  // namespace
}  // namespace strata::test
