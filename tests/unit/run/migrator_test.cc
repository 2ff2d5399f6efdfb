#include "engine/run/migrator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "drivers/postgresql/dialect.h"
#include "engine/model/checksum.h"
#include "tests/support/errors.h"
#include "tests/unit/run/fake_database.h"

namespace strata::run {
namespace {

using model::ChangeSet;
using testing::HasSubstr;

constexpr std::string_view kSchemes[] = {"postgresql"};

ChangeSet sql_change_set(std::string id, const std::vector<std::string>& statements) {
  ChangeSet result;
  result.key = {std::move(id), "mia", "a.yaml"};
  for (const std::string& statement : statements) {
    model::Sql change;
    change.sql = statement;
    change.untrimmed = statement;
    result.changes.push_back({change, {}});
  }
  return result;
}

class Notes final : public Observer {
 public:
  void change_set_starts(const ChangeSet& change_set, std::size_t index,
                         std::size_t total) override {
    lines.push_back("starts " + change_set.key.id + " " + std::to_string(index) + "/" +
                    std::to_string(total));
  }
  void change_set_tolerated(const ChangeSet& change_set, const Error&) override {
    lines.push_back("tolerated " + change_set.key.id);
  }
  void rollback_starts(const model::ChangeSetKey& key, std::size_t, std::size_t) override {
    lines.push_back("undoes " + key.id);
  }
  void waiting_for_lock(std::string_view holder, std::string_view, std::chrono::seconds) override {
    lines.push_back("waits for " + std::string(holder));
  }
  void checksum_upgraded(const model::ChangeSetKey& key, std::string_view,
                         std::string_view) override {
    lines.push_back("upgrades " + key.id);
  }
  void warning(std::string_view message) override { lines.emplace_back(message); }

  std::vector<std::string> lines;
};

class MigratorTest : public testing::Test {
 protected:
  MigratorTest() {
    driver::Driver driver;
    driver.name = "postgresql";
    driver.schemes = kSchemes;
    driver.dialects = {&postgresql_dialect()};
    driver.connect = [this](const driver::ConnectOptions&) {
      return std::make_unique<FakeConnection>(database_);
    };
    registry_.add(std::move(driver));
    log_.path = "a.yaml";
  }

  SessionOptions session_options() {
    SessionOptions options;
    options.registry = &registry_;
    options.connect.url.scheme = "postgresql";
    options.display_url = "postgresql://localhost/test";
    options.lock_wait = std::chrono::seconds(0);
    options.single_transaction = single_transaction_;
    options.retries = 2;
    options.retry_pause = std::chrono::milliseconds(2);
    options.environment = {[] { return std::int64_t{1767225600000}; }, "here (10.0.0.2)", "Test"};
    return options;
  }

  template <typename Work>
  RunReport run(const Work& work) {
    Session session(session_options(), notes_);
    Migrator migrator(session, log_, plan::Selection("postgresql", "", ""), stop_.get_token());
    return work(migrator);
  }
  RunReport update(const plan::Goal& goal = {}) {
    return run([&](Migrator& migrator) { return migrator.update(goal); });
  }

  // Puts the changesets into the history, as an earlier run would have.
  void have_run(std::size_t count) {
    database_.tables = {"DATABASECHANGELOG", "DATABASECHANGELOGLOCK"};
    for (std::size_t i = 0; i < count; ++i) {
      const ChangeSet& done = log_.change_sets[i];
      database_.history.push_back({done.key.id, done.key.author, done.key.path,
                                   "2026-01-01 12:00:00", std::to_string(i + 1), "EXECUTED",
                                   model::checksum(done, "postgresql"), model::description(done),
                                   "", std::nullopt, "4.28.0", std::nullopt, std::nullopt,
                                   "1234567890"});
    }
  }

  FakeDatabase database_;
  driver::Registry registry_;
  Notes notes_;
  std::stop_source stop_;
  bool single_transaction_ = false;
  model::Changelog log_;
};

TEST_F(MigratorTest, AChangesetAndItsRowAreOneTransaction) {
  log_.change_sets = {sql_change_set("1", {"one", "two"}), sql_change_set("2", {"three"})};
  const RunReport report = update();
  EXPECT_FALSE(report.error) << report.error->what();
  EXPECT_THAT(database_.work(),
              HasSubstr("BEGIN;one;two;history;COMMIT;BEGIN;three;history;COMMIT;"));
  EXPECT_EQ(report.planned, 2U);
  ASSERT_EQ(report.applied.size(), 2U);
  EXPECT_EQ(report.applied[1].key.id, "2");
  EXPECT_EQ(report.applied[1].exec_type, "EXECUTED");
  EXPECT_TRUE(database_.lock_is_free());
  EXPECT_EQ(notes_.lines, (std::vector<std::string>{"starts 1 1/2", "starts 2 2/2"}));
}

TEST_F(MigratorTest, AFailureUndoesItsChangesetAndEndsTheRun) {
  log_.change_sets = {sql_change_set("1", {"one"}), sql_change_set("2", {"two", "three"}),
                      sql_change_set("3", {"four"})};
  database_.fail_at = "three";
  const RunReport report = update();
  EXPECT_THAT(database_.work(), HasSubstr("BEGIN;one;history;COMMIT;BEGIN;two;three;ROLLBACK;"));
  EXPECT_THAT(database_.work(), Not(HasSubstr("four")));
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->kind(), ErrorKind::Sql);
  EXPECT_STREQ(report.error->what(), "changeset a.yaml::2::mia failed: refused");
  EXPECT_EQ(report.error->hint(),
            "the changeset's transaction was rolled back: nothing of it remains");
  EXPECT_EQ(report.applied.size(), 1U);
  EXPECT_EQ(report.planned, 3U);
  EXPECT_TRUE(database_.lock_is_free());
}

TEST_F(MigratorTest, AFailingHistoryRowFailsItsChangeset) {
  log_.change_sets = {sql_change_set("1", {"one"})};
  database_.fail_at = "INSERT INTO databasechangelog ";
  const RunReport report = update();
  EXPECT_TRUE(report.error);
  EXPECT_TRUE(report.applied.empty());
  EXPECT_THAT(database_.work(), HasSubstr("BEGIN;one;history;ROLLBACK;"));
  EXPECT_TRUE(database_.lock_is_free());
}

TEST_F(MigratorTest, WithoutATransactionWhatRanRemains) {
  log_.change_sets = {sql_change_set("1", {"one", "two"})};
  log_.change_sets[0].run_in_transaction = false;
  database_.fail_at = "two";
  const RunReport report = update();
  EXPECT_EQ(database_.work().find("BEGIN;one"), std::string::npos);
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->hint(),
            "1 statement of the changeset had been executed before and not undone");
}

TEST_F(MigratorTest, FailOnErrorFalseGoesOn) {
  log_.change_sets = {sql_change_set("1", {"one"}), sql_change_set("2", {"two"})};
  log_.change_sets[0].fail_on_error = false;
  database_.fail_at = "one";
  const RunReport report = update();
  EXPECT_FALSE(report.error);
  ASSERT_EQ(report.tolerated.size(), 1U);
  EXPECT_EQ(report.tolerated[0].first.id, "1");
  EXPECT_EQ(report.applied.size(), 1U);
  EXPECT_THAT(database_.work(), HasSubstr("BEGIN;one;ROLLBACK;BEGIN;two;history;COMMIT;"));
}

TEST_F(MigratorTest, FailOnErrorFalseDoesNotTolerateALostConnection) {
  log_.change_sets = {sql_change_set("1", {"one"}), sql_change_set("2", {"two"})};
  log_.change_sets[0].fail_on_error = false;
  database_.fail_at = "one";
  database_.failure = Error(ErrorKind::Connection, "gone");
  const RunReport report = update();
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->kind(), ErrorKind::Connection);
  EXPECT_TRUE(report.tolerated.empty());
}

TEST_F(MigratorTest, ALostConnectionStillGivesTheLockBack) {
  log_.change_sets = {sql_change_set("1", {"one"})};
  database_.fail_at = "one";
  database_.failure = Error(ErrorKind::Connection, "gone");
  EXPECT_TRUE(update().error);
  EXPECT_EQ(database_.connections, 2U);  // the second one for this alone
  EXPECT_TRUE(database_.lock_is_free());
}

class LostCommitTest : public MigratorTest {
 protected:
  // The connection is lost while the one changeset is committed.
  RunReport lose(const std::function<void()>& meanwhile) {
    log_.change_sets = {sql_change_set("1", {"one"})};
    database_.tables = {"DATABASECHANGELOG", "DATABASECHANGELOGLOCK"};
    database_.on_commit = [meanwhile] {
      meanwhile();
      throw Error(ErrorKind::Connection, "gone");
    };
    return update();
  }
};

TEST_F(LostCommitTest, ThatArrived) {
  const RunReport report = lose([&] { have_run(1); });
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->kind(), ErrorKind::Connection);
  EXPECT_STREQ(report.error->what(),
               "the connection was lost while changeset a.yaml::1::mia was committed; the history "
               "says that it was applied");
  EXPECT_EQ(report.applied.size(), 1U);
  EXPECT_TRUE(report.in_doubt.empty());
}

TEST_F(LostCommitTest, ThatDidNotArrive) {
  const RunReport report = lose([] {});
  ASSERT_TRUE(report.error);
  EXPECT_THAT(report.error->what(), HasSubstr("the history says that it was not applied"));
  EXPECT_TRUE(report.applied.empty());
  EXPECT_TRUE(report.in_doubt.empty());
}

TEST_F(LostCommitTest, OfWhichNothingCanBeFoundOut) {
  const RunReport report = lose([&] { database_.is_down = true; });
  ASSERT_TRUE(report.error);
  EXPECT_THAT(report.error->what(), HasSubstr("whether it was is not known"));
  ASSERT_EQ(report.in_doubt.size(), 1U);
  EXPECT_EQ(report.in_doubt[0].id, "1");
}

TEST_F(MigratorTest, WhatGaveWayIsTriedAgain) {
  log_.change_sets = {sql_change_set("1", {"one", "two"})};
  database_.tables = {"DATABASECHANGELOG", "DATABASECHANGELOGLOCK"};
  database_.fail_at = "two";
  database_.failure = Error(ErrorKind::Sql, "deadlock").with_sql({"two", "40P01", 0, {}});
  const RunReport report = update();
  ASSERT_TRUE(report.error);
  EXPECT_THAT(database_.work(), testing::EndsWith("BEGIN;one;two;ROLLBACK;BEGIN;one;two;ROLLBACK;"
                                                  "BEGIN;one;two;ROLLBACK;"));
  EXPECT_THAT(notes_.lines, testing::Contains(HasSubstr(
                                "changeset a.yaml::1::mia gave way: deadlock; trying again in ")));
}

TEST_F(MigratorTest, AllChangesetsAreOneTransactionOnRequest) {
  log_.change_sets = {sql_change_set("1", {"one"}), sql_change_set("2", {"two"})};
  database_.tables = {"DATABASECHANGELOG", "DATABASECHANGELOGLOCK"};
  single_transaction_ = true;
  EXPECT_FALSE(update().error);
  EXPECT_EQ(database_.work(), "BEGIN;one;history;two;history;COMMIT;");
}

TEST_F(MigratorTest, AFailureUndoesAllOfTheOneTransaction) {
  log_.change_sets = {sql_change_set("1", {"one"}), sql_change_set("2", {"two"})};
  database_.tables = {"DATABASECHANGELOG", "DATABASECHANGELOGLOCK"};
  database_.fail_at = "two";
  single_transaction_ = true;
  const RunReport report = update();
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->hint(), "the transaction of the whole deployment was rolled back");
  EXPECT_TRUE(report.applied.empty());
  EXPECT_EQ(database_.work(), "BEGIN;one;history;two;ROLLBACK;");
}

TEST_F(MigratorTest, WhatCannotBeInItCutsTheOneTransaction) {
  log_.change_sets = {sql_change_set("1", {"one"}), sql_change_set("2", {"VACUUM"}),
                      sql_change_set("3", {"ALTER TYPE e ADD VALUE 'x'"}),
                      sql_change_set("4", {"four"})};
  database_.tables = {"DATABASECHANGELOG", "DATABASECHANGELOGLOCK", "STRATA_JOURNAL"};
  single_transaction_ = true;
  EXPECT_FALSE(update().error);
  EXPECT_THAT(database_.work(), HasSubstr("BEGIN;one;history;COMMIT;"));
  EXPECT_THAT(database_.work(), HasSubstr("BEGIN;ALTER TYPE e ADD VALUE 'x';history;COMMIT;BEGIN;"
                                          "four;history;COMMIT;"));
  EXPECT_EQ(database_.work().find("BEGIN;VACUUM"), std::string::npos);
  EXPECT_THAT(notes_.lines, testing::Contains("a.yaml::2::mia runs outside the single transaction: "
                                              "what comes before it is committed first"));
}

TEST_F(MigratorTest, TimeoutsHoldInTheTransaction) {
  log_.change_sets = {sql_change_set("1", {"one"}), sql_change_set("2", {"two"})};
  log_.change_sets[1].lock_timeout = "500ms";
  database_.tables = {"DATABASECHANGELOG", "DATABASECHANGELOGLOCK"};
  EXPECT_FALSE(update().error);
  EXPECT_EQ(database_.work(),
            "BEGIN;one;history;COMMIT;BEGIN;SET LOCAL lock_timeout TO '500ms';two;history;COMMIT;");
}

TEST_F(MigratorTest, NothingToDoTouchesNothing) {
  log_.change_sets = {sql_change_set("1", {"one"})};
  have_run(1);
  const RunReport report = update();
  EXPECT_FALSE(report.error);
  EXPECT_EQ(report.planned, 0U);
  EXPECT_EQ(report.skipped.size(), 1U);
  EXPECT_TRUE(database_.log.empty()) << database_.log.front();
}

TEST_F(MigratorTest, EditedChangesetsStopEverything) {
  log_.change_sets = {sql_change_set("1", {"one"}), sql_change_set("2", {"two"})};
  have_run(1);
  log_.change_sets[0] = sql_change_set("1", {"another"});
  const Error error = test::error_of([&] { update(); });
  EXPECT_EQ(error.kind(), ErrorKind::Checksum);
  EXPECT_EQ(error.diagnostics().size(), 1U);
  EXPECT_TRUE(database_.log.empty());
}

TEST_F(MigratorTest, ALockHeldByOthersIsWaitedForAndLeftAlone) {
  log_.change_sets = {sql_change_set("1", {"one"})};
  database_.lock_answers = 0;
  const Error error = test::error_of([&] { update(); });
  EXPECT_EQ(error.kind(), ErrorKind::Lock);
  EXPECT_STREQ(error.what(),
               "the database is locked by otherhost (10.0.0.1) since 2026-01-01 12:00:00");
  EXPECT_THAT(error.hint(), HasSubstr("UPDATE databasechangeloglock SET LOCKED = FALSE"));
  EXPECT_THAT(database_.log, Not(testing::Contains(HasSubstr("LOCKEDBY = NULL"))));
  EXPECT_EQ(database_.work().find("one"), std::string::npos);
}

TEST_F(MigratorTest, AStopEndsTheRunBetweenStatements) {
  log_.change_sets = {sql_change_set("1", {"one"})};
  stop_.request_stop();
  const RunReport report = update();
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->kind(), ErrorKind::Interrupted);
  EXPECT_EQ(database_.work().find("one"), std::string::npos);
  EXPECT_TRUE(database_.lock_is_free());
}

TEST_F(MigratorTest, RunsAgainWhatMustAlwaysRun) {
  log_.change_sets = {sql_change_set("1", {"one"})};
  log_.change_sets[0].run_always = true;
  have_run(1);
  const RunReport report = update();
  ASSERT_EQ(report.applied.size(), 1U);
  EXPECT_EQ(report.applied[0].exec_type, "RERAN");
  EXPECT_THAT(database_.log, testing::Contains(testing::AllOf(
                                 testing::StartsWith("UPDATE databasechangelog SET"),
                                 HasSubstr("EXECTYPE = 'RERAN'"), HasSubstr("ORDEREXECUTED = 2"))));
}

TEST_F(MigratorTest, SyncWritesRowsAndRunsNothing) {
  log_.change_sets = {sql_change_set("1", {"one"}), sql_change_set("2", {"two"})};
  const RunReport report = run([](Migrator& migrator) { return migrator.changelog_sync(); });
  EXPECT_EQ(report.applied.size(), 2U);
  EXPECT_THAT(database_.work(), HasSubstr("BEGIN;history;history;COMMIT;"));
  EXPECT_EQ(database_.work().find("one"), std::string::npos);
}

TEST_F(MigratorTest, RollbackUndoesNewestFirstEachInItsTransaction) {
  log_.change_sets = {sql_change_set("1", {"one"}), sql_change_set("2", {"two"})};
  for (ChangeSet& change_set : log_.change_sets) {
    change_set.rollback.emplace().changes =
        sql_change_set("", {"undo " + change_set.key.id}).changes;
  }
  have_run(2);
  const RunReport report = run([](Migrator& migrator) { return migrator.roll_back_count(2); });
  EXPECT_FALSE(report.error);
  EXPECT_EQ(database_.work(),
            "BEGIN;undo 2;DELETE FROM databasechangelog WHERE ID = '2' AND AUTHOR = 'mia' AND "
            "FILENAME = 'a.yaml';COMMIT;BEGIN;undo 1;DELETE FROM databasechangelog WHERE ID = '1' "
            "AND AUTHOR = 'mia' AND FILENAME = 'a.yaml';COMMIT;");
  EXPECT_EQ(notes_.lines, (std::vector<std::string>{"undoes 2", "undoes 1"}));
}

TEST_F(MigratorTest, AFailingRollbackKeepsItsRow) {
  log_.change_sets = {sql_change_set("1", {"one"})};
  log_.change_sets[0].rollback.emplace().changes = sql_change_set("", {"undo 1"}).changes;
  have_run(1);
  database_.fail_at = "undo 1";
  const RunReport report = run([](Migrator& migrator) { return migrator.roll_back_count(1); });
  ASSERT_TRUE(report.error);
  EXPECT_STREQ(report.error->what(), "rolling back changeset a.yaml::1::mia failed: refused");
  EXPECT_EQ(database_.work(), "BEGIN;undo 1;ROLLBACK;");
  EXPECT_TRUE(database_.lock_is_free());
}

TEST_F(MigratorTest, AnImpossibleRollbackStartsNothing) {
  log_.change_sets = {sql_change_set("1", {"one"})};
  have_run(1);
  const Error error =
      test::error_of([&] { run([](Migrator& migrator) { return migrator.roll_back_count(1); }); });
  EXPECT_EQ(error.kind(), ErrorKind::Rollback);
  EXPECT_EQ(database_.work(), "");
  EXPECT_TRUE(database_.lock_is_free());
}

TEST_F(MigratorTest, AScriptExecutesNothing) {
  log_.change_sets = {sql_change_set("1", {"one"})};
  std::ostringstream script;
  SessionOptions options = session_options();
  options.script = &script;
  Session session(std::move(options), notes_);
  Migrator migrator(session, log_, plan::Selection("postgresql", "", ""), {});
  EXPECT_FALSE(migrator.update({}).error);
  EXPECT_TRUE(database_.log.empty());
  EXPECT_THAT(script.str(), HasSubstr("\n-- Changeset a.yaml::1::mia\none;\n\nINSERT INTO "));
  EXPECT_THAT(script.str(), HasSubstr("-- Against: postgresql://localhost/test\n"));
}

}  // namespace
}  // namespace strata::run
