// Changesets that are half done, and how the next run goes on with them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/base/text.h"
#include "tests/fault/deployment.h"
#include "tests/support/temporary_folder.h"

namespace strata::test {
namespace {

using testing::HasSubstr;

class Notes final : public run::Observer {
 public:
  void change_set_resumes(const model::ChangeSet& change_set, std::size_t executed) override {
    lines.push_back(fmt::format("{} goes on behind {}", change_set.key.id, executed));
  }
  void retries(const model::ChangeSet& change_set, const Error&, std::size_t attempt,
               std::size_t attempts, std::chrono::milliseconds) override {
    lines.push_back(fmt::format("{} again, {} of {}", change_set.key.id, attempt, attempts));
  }
  void statement_starts(const sql::Statement& statement, std::size_t index) override {
    statements.push_back(fmt::format("{}: {}", index, statement.text));
    if (on_statement) on_statement(statement.text);
  }
  void warning(std::string_view message) override { lines.emplace_back(message); }

  std::vector<std::string> lines;
  std::vector<std::string> statements;
  std::function<void(const std::string&)> on_statement;
};

class JournalTest : public testing::Test {
 protected:
  explicit JournalTest(Vendor vendor = Vendor::MariaDb) : database_(vendor) {}

  // One changeset with these statements, each a change of its own.
  std::string changelog(const std::vector<std::string>& statements,
                        const std::string& attributes = "") {
    std::string text = "databaseChangeLog:\n- changeSet:\n    id: one\n    author: me\n" +
                       attributes + "    changes:\n";
    for (const std::string& statement : statements)
      text += fmt::format("    - sql: {{sql: \"{}\"}}\n", statement);
    return folder_.write("db.yaml", text);
  }

  run::RunReport update(const std::string& file,
                        run::ResumeDecision decision = run::ResumeDecision::Ask) {
    Deployment deployment(database_, file);
    deployment.tune = [&](run::SessionOptions& options) {
      options.resume = decision;
      options.retry_pause = std::chrono::milliseconds(20);
      options.timeouts = timeouts_;
    };
    notes_ = Notes();
    notes_.on_statement = on_statement_;
    FaultPlan never;
    return deployment.run(test::update, never, notes_);
  }

  // The process dies in the middle of the statement that starts with that text, behind it.
  void die_behind(const std::string& file, const std::string& statement) {
    Deployment counting(database_, file);
    const pid_t child = ::fork();
    if (child == 0) {
      Notes notes;
      FaultPlan plan;
      // The call of the statement is the next one.
      notes.on_statement = [&](const std::string& text) {
        if (!text.starts_with(statement)) return;
        plan.at = plan.calls + 1;
        plan.fault = Fault::KilledAfter;
      };
      counting.run(test::update, plan, notes);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
  }

  // Without those of the history and the lock.
  std::string tables() {
    std::set<std::string> names;
    for (const schema::Object& one :
         database_.connect()->schema().objects("", {schema::Object::Kind::Table})) {
      if (!to_lower(one.name).starts_with("database")) names.insert(one.name);
    }
    return fmt::format("{}", fmt::join(names, " "));
  }
  std::string value(const std::string& query) {
    return database_.connect()->query(query).rows.at(0).at(0).value_or("NULL");
  }

  TemporaryFolder folder_;
  LiveDatabase database_;
  Notes notes_;
  std::function<void(const std::string&)> on_statement_;
  sql::Timeouts timeouts_;
};

TEST_F(JournalTest, AStatementInDoubtIsSettledByTheSchema) {
  const std::string file =
      changelog({"create table a (x int)", "create table b (x int)", "create table c (x int)"});
  die_behind(file, "create table b");
  EXPECT_EQ(tables(), "STRATA_JOURNAL a b");
  const run::RunReport report = update(file);
  EXPECT_FALSE(report.error) << report.error->what();
  EXPECT_EQ(tables(), "a b c");
  EXPECT_THAT(notes_.lines, testing::Contains("one goes on behind 2"));
  EXPECT_THAT(notes_.statements, testing::ElementsAre("3: create table c (x int)"));
}

TEST_F(JournalTest, AFailureIsGoneOnWithAfterTheStatementWasRepaired) {
  EXPECT_TRUE(update(changelog({"create table a (x int)", "create tabel b (x int)"})).error);
  EXPECT_EQ(tables(), "STRATA_JOURNAL a");
  const run::RunReport report =
      update(changelog({"create table a (x int)", "create table b (x int)"}));
  EXPECT_FALSE(report.error) << report.error->what();
  EXPECT_EQ(tables(), "a b");
}

TEST_F(JournalTest, WhatHasRunMustNotBeEdited) {
  EXPECT_TRUE(update(changelog({"create table a (x int)", "create tabel b (x int)"})).error);
  const run::RunReport report =
      update(changelog({"create table a (y int)", "create table b (x int)"}));
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->kind(), ErrorKind::HalfDone);
  EXPECT_THAT(report.error->what(), HasSubstr("what has run of it was edited since"));
  EXPECT_THAT(report.error->hint(), HasSubstr("its first statement ran: put it back as it was"));
  EXPECT_EQ(tables(), "STRATA_JOURNAL a");
}

TEST_F(JournalTest, WhatTheSchemaCannotTellIsAsked) {
  database_.connect()->execute(
      "create procedure p() begin create table if not exists q (x int); "
      "insert into q values (1); end");
  const std::string file =
      changelog({"create table a (x int)", "call p()", "create table b (x int)"});
  die_behind(file, "call p");
  run::RunReport report = update(file);
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->kind(), ErrorKind::HalfDone);
  EXPECT_THAT(report.error->what(), HasSubstr("of its statement 2 only the start is known"));
  EXPECT_THAT(report.error->hint(), HasSubstr("--resume=done"));
  EXPECT_EQ(report.error->sql()->statement, "call p()");
  report = update(file, run::ResumeDecision::NotDone);
  EXPECT_FALSE(report.error) << report.error->what();
  EXPECT_EQ(value("select count(*) from b"), "0");
  EXPECT_FALSE(has_journal(database_));
}

TEST_F(JournalTest, RowsGoWithTheirMark) {
  const std::string file =
      changelog({"create table a (x int)", "insert into a values (1)", "insert into a values (2)",
                 "alter table a add y int", "update a set y = x"});
  die_behind(file, "insert into a values (2)");
  EXPECT_EQ(value("select count(*) from a"), "0");
  EXPECT_FALSE(update(file).error);
  EXPECT_EQ(value("select sum(x * 10 + y) from a"), "33");
}

TEST_F(JournalTest, SettingsOfTheSessionAreMadeAgain) {
  const std::string file = changelog(
      {"set @answer = 42", "create table a (x int)", "create temporary table t as select 1 as one",
       "create table b (x int)", "insert into b select @answer + one from t"});
  die_behind(file, "create table b");
  const run::RunReport report = update(file);
  EXPECT_FALSE(report.error) << report.error->what();
  EXPECT_EQ(value("select x from b"), "43");
}

// The price: one statement more for each that commits by itself, none for rows.
TEST_F(JournalTest, CostsOneCallAStatement) {
  std::vector<std::size_t> calls;
  for (const std::size_t count : {1U, 2U, 5U}) {
    const LiveDatabase fresh(Vendor::MariaDb);
    std::vector<std::string> statements;
    for (std::size_t i = 0; i < count; ++i)
      statements.push_back(fmt::format("create table t{} (x int)", i));
    FaultPlan counted;
    Deployment deployment(fresh, changelog(statements));
    EXPECT_FALSE(deployment.run(test::update, counted).error);
    calls.push_back(counted.calls);
  }
  EXPECT_EQ(calls[1] - calls[0], 2U);
  EXPECT_EQ(calls[2] - calls[0], 8U);
}

TEST_F(JournalTest, AHalfDoneRollbackIsFinishedFirst) {
  const std::string file = changelog({"create table a (x int)", "create table b (x int)"},
                                     "    rollback: [{sql: drop table b}, {sql: drop tabel a}]\n");
  EXPECT_FALSE(update(file).error);
  const Deployment deployment(database_, file);
  const auto back = [](run::Migrator& migrator) { return migrator.roll_back_count(1); };
  EXPECT_TRUE(deployment.run(back).error);
  EXPECT_EQ(tables(), "STRATA_JOURNAL a");
  // Another changeset is due.
  folder_.write("more.yaml",
                "databaseChangeLog:\n- include: {file: db.yaml, relativeToChangelogFile: true}\n- "
                "changeSet: {id: two, author: me, changes: [{sql: create table c (x int)}]}\n");
  const run::RunReport report = update(folder_.file("more.yaml"));
  ASSERT_TRUE(report.error);
  EXPECT_THAT(report.error->what(), HasSubstr("is half rolled back"));
  EXPECT_FALSE(
      Deployment(database_, changelog({"create table a (x int)", "create table b (x int)"},
                                      "    rollback: [{sql: drop table b}, {sql: drop table a}]\n"))
          .run(back)
          .error);
  EXPECT_EQ(tables(), "");
}

class PostgresqlJournalTest : public JournalTest {
 protected:
  PostgresqlJournalTest() : JournalTest(Vendor::Postgresql) {}
};

TEST_F(PostgresqlJournalTest, AnUnfinishedIndexIsBuiltAgain) {
  database_.connect()->execute("create table t (x int)");
  database_.connect()->execute("insert into t values (1), (1)");
  const std::string file = changelog({"create unique index concurrently i on t (x)"});
  const run::RunReport failed = update(file);
  ASSERT_TRUE(failed.error);
  EXPECT_THAT(failed.error->hint(), HasSubstr("the next run drops it and builds it again"));
  EXPECT_EQ(value("select indisvalid from pg_index where indexrelid = 'i'::regclass"), "f");
  database_.connect()->execute("update t set x = 2 where ctid = (select max(ctid) from t)");
  const run::RunReport report = update(file);
  EXPECT_FALSE(report.error) << report.error->what();
  EXPECT_THAT(notes_.lines, testing::Contains(HasSubstr("the index i was left unfinished")));
  EXPECT_EQ(value("select indisvalid from pg_index where indexrelid = 'i'::regclass"), "t");
  EXPECT_FALSE(has_journal(database_));
}

TEST_F(PostgresqlJournalTest, ADeadLockTimeoutIsTriedAgain) {
  const auto other = database_.connect();
  other->execute("create table t (x int)");
  other->begin();
  other->execute("lock table t");
  timeouts_.lock = std::chrono::milliseconds(50);
  std::size_t starts = 0;
  on_statement_ = [&](const std::string& text) {
    if (text.starts_with("alter") && ++starts == 3) other->rollback();
  };
  const run::RunReport report =
      update(changelog({"create table a (x int)", "alter table t add y int"}));
  EXPECT_FALSE(report.error) << report.error->what();
  EXPECT_THAT(notes_.lines, testing::ElementsAre("one again, 1 of 3", "one again, 2 of 3"));
  EXPECT_EQ(value("show lock_timeout"), "0");
}

TEST_F(JournalTest, ABlockedAlterGivesWay) {
  const auto other = database_.connect();
  other->execute("create table t (x int)");
  other->begin();
  other->query("select * from t");
  timeouts_.lock = std::chrono::seconds(1);
  std::size_t starts = 0;
  on_statement_ = [&](const std::string& text) {
    if (text.starts_with("alter") && ++starts == 2) other->rollback();
  };
  const run::RunReport report =
      update(changelog({"create table a (x int)", "alter table t add y int"}));
  EXPECT_FALSE(report.error) << report.error->what();
  EXPECT_THAT(notes_.lines, testing::ElementsAre("one again, 1 of 3"))
      << "from the statement on, not from the start";
  EXPECT_EQ(tables(), "a t");
}

}  // namespace
}  // namespace strata::test
