// Databases as one meets them: histories edited by hand, made by old releases, in other places,
// under a wrong clock, or huge; servers that go away.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/text.h"
#include "tests/live/migration.h"
#include "tests/support/private_servers.h"

namespace strata::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;
using Clock = std::chrono::steady_clock;

class BadWorldsTest : public testing::TestWithParam<Vendor> {
 protected:
  // Changesets 1 to `count`, each of which makes a table t1, t2, ...
  Changelog tables(int count) {
    std::string text = "databaseChangeLog:\n";
    for (int i = 1; i <= count; ++i) {
      text += fmt::format(
          "  - changeSet: {{id: {0}, author: test, changes: [{{createTable: {{tableName: t{0}, "
          "columns: [{{column: {{name: a, type: int}}}}]}}}}]}}\n",
          i);
    }
    folder_.write("db.changelog.yaml", text);
    return {"db.changelog.yaml", folder_.path().string(), ""};
  }

  Outcome run(std::vector<std::string> command, const Changelog& changelog) const {
    return run_program(words(command, changelog, database_.url()));
  }
  void expect_done(std::vector<std::string> command, const Changelog& changelog) const {
    const Outcome outcome = run(std::move(command), changelog);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  }
  void execute(const std::string& statement) const { database_.connect()->execute(statement); }
  std::string history() const { return history_table(database_); }
  std::string ids() const {
    return query_text(database_,
                      "SELECT ID FROM " + history() + " ORDER BY ORDEREXECUTED, DATEEXECUTED, ID");
  }

  TemporaryFolder folder_;
  LiveDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Vendors, BadWorldsTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(BadWorldsTest, AClockThatWasSetBack) {
  const Changelog changelog = tables(3);
  expect_done({"update-count", "2"}, changelog);
  execute("UPDATE " + history() + " SET DATEEXECUTED = '2037-01-01 00:00:00'");
  expect_done({"update"}, changelog);
  EXPECT_EQ(ids(), "1\n2\n3\n");
  // The newest is the one that ran last, and not the one with the greatest date.
  const Outcome back = run({"rollback-count", "1"}, changelog);
  EXPECT_THAT(back.output, HasSubstr("rolling back db.changelog.yaml::3::test"));
  EXPECT_EQ(ids(), "1\n2\n");
  expect_done({"update"}, changelog);
  EXPECT_EQ(ids(), "1\n2\n3\n");
}

TEST_P(BadWorldsTest, AHistoryEditedByHand) {
  const Changelog changelog = tables(4);
  expect_done({"update-count", "3"}, changelog);
  // Twice the same, a number below zero, a kind that nobody knows, a checksum that is none.
  execute(fmt::format("INSERT INTO {0} SELECT * FROM {0} WHERE ID = '1'", history()));
  execute(
      fmt::format("UPDATE {} SET ORDEREXECUTED = -7, EXECTYPE = 'BY HAND', MD5SUM = NULL, "
                  "DESCRIPTION = NULL, COMMENTS = NULL, LIQUIBASE = NULL, DEPLOYMENT_ID = NULL "
                  "WHERE ID = '2'",
                  history()));
  execute(fmt::format("UPDATE {} SET MD5SUM = '9:00000000000000000000000000000000' WHERE ID = '3'",
                      history()));
  const Outcome edited = run({"update"}, changelog);
  EXPECT_EQ(edited.exit_code, 4) << edited.output;
  EXPECT_THAT(edited.output, HasSubstr("db.changelog.yaml::3::test"));
  execute(fmt::format("UPDATE {} SET MD5SUM = NULL WHERE ID = '3'", history()));
  expect_done({"status"}, changelog);
  expect_done({"history"}, changelog);
  expect_done({"update"}, changelog);
  EXPECT_EQ(ids(), "2\n1\n1\n3\n4\n");
  expect_done({"update"}, changelog);
  expect_done({"rollback-count", "1"}, changelog);
  EXPECT_EQ(ids(), "2\n1\n1\n3\n");
}

// Without the columns that came later, and shorter.
TEST_P(BadWorldsTest, AHistoryOfAnOldRelease) {
  const bool is_postgresql = GetParam() == Vendor::Postgresql;
  execute(fmt::format(
      "CREATE TABLE {} (ID VARCHAR(63) NOT NULL, AUTHOR VARCHAR(63) NOT NULL, FILENAME "
      "VARCHAR(200) NOT NULL, DATEEXECUTED {} NOT NULL, MD5SUM VARCHAR(32), DESCRIPTION "
      "VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(10), PRIMARY KEY "
      "(ID, AUTHOR, FILENAME))",
      history(), is_postgresql ? "TIMESTAMP WITH TIME ZONE" : "DATETIME"));
  execute(
      fmt::format("INSERT INTO {} (ID, AUTHOR, FILENAME, DATEEXECUTED, MD5SUM, LIQUIBASE) "
                  "VALUES ('1', 'test', 'db.changelog.yaml', '2010-01-01 12:00:00', "
                  "'2b0f9d1c8d3a4e5f60718293a4b5c6d7', '1.9.5')",
                  history()));
  execute("CREATE TABLE t1 (a INT)");
  const Changelog changelog = tables(3);
  const Outcome outcome = run({"update"}, changelog);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("upgrading the checksum of db.changelog.yaml::1::test"));
  EXPECT_EQ(ids(), "1\n2\n3\n");
  EXPECT_EQ(query_text(database_, "SELECT count(*) FROM " + history() +
                                      " WHERE MD5SUM LIKE '9:%' AND length(MD5SUM) = 34"),
            "3\n");
  expect_done({"rollback-count", "2"}, changelog);
  EXPECT_EQ(ids(), "1\n");
}

TEST_P(BadWorldsTest, TablesOfOtherNames) {
  const Changelog changelog = tables(2);
  const std::vector<std::string> names = {"--database-changelog-table-name=my_history",
                                          "--database-changelog-lock-table-name=my_lock"};
  const auto command = [&](std::vector<std::string> words) {
    words.insert(words.end(), names.begin(), names.end());
    return words;
  };
  expect_done(command({"update"}), changelog);
  const Outcome again = run(command({"update"}), changelog);
  EXPECT_THAT(again.output, Not(HasSubstr("running")));
  EXPECT_EQ(count(database_, "my_history"), "2\n");
  EXPECT_EQ(count(database_, "my_lock"), "1\n");
  EXPECT_FALSE(database_.connect()->schema().table("", history()));
  expect_done(command({"tag", "v1"}), changelog);
  expect_done(command({"rollback-count", "2"}), changelog);
  EXPECT_EQ(count(database_, "my_history"), "0\n");
}

TEST_P(BadWorldsTest, AHistoryOfAHundredThousandRows) {
  constexpr int kRows = 100'000;
  const Changelog changelog = tables(2);
  expect_done({"update-count", "1"}, changelog);
  {
    const auto connection = database_.connect();
    connection->begin();
    const std::string columns =
        "ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, EXECTYPE, MD5SUM, DESCRIPTION, "
        "COMMENTS, LIQUIBASE, DEPLOYMENT_ID";
    constexpr int kBlock = 1000;
    for (int begin = 0; begin < kRows; begin += kBlock) {
      std::string rows;
      for (int i = begin; i < begin + kBlock; ++i) {
        rows += fmt::format(
            "{}('old-{}', 'somebody', 'db/old/changelog-{}.xml', '2020-01-01 12:00:00', {}, "
            "'EXECUTED', '8:d41d8cd98f00b204e9800998ecf8427e', 'createTable tableName=t{}', '', "
            "'4.9.1', '1234567890')",
            rows.empty() ? "" : ", ", i, i % 100, i + 2, i);
      }
      connection->execute(fmt::format("INSERT INTO {} ({}) VALUES {}", history(), columns, rows));
    }
    connection->commit();
  }
  const Clock::time_point start = Clock::now();
  expect_done({"update"}, changelog);
  const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
  EXPECT_LT(took, seconds(60));
  fmt::print("{}: update with {} rows of history: {} ms\n", to_string(GetParam()), kRows,
             took.count());
  EXPECT_EQ(query_text(database_, "SELECT max(ORDEREXECUTED) FROM " + history()),
            fmt::format("{}\n", kRows + 2));
  expect_done({"rollback-count", "1"}, changelog);
  EXPECT_EQ(count(database_, history()), fmt::format("{}\n", kRows + 1));
}

class ServerBadWorldsTest : public BadWorldsTest {};
INSTANTIATE_TEST_SUITE_P(Vendors, ServerBadWorldsTest,
                         testing::Values(Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(ServerBadWorldsTest, TrackingTablesInAnotherSchema) {
  const std::string schema = database_.name() + "_meta";
  const bool is_postgresql = GetParam() == Vendor::Postgresql;
  execute((is_postgresql ? "CREATE SCHEMA " : "CREATE DATABASE ") + schema);
  const Changelog changelog = tables(2);
  const std::string where = "--liquibase-schema-name=" + schema;
  expect_done({"update", where}, changelog);
  EXPECT_THAT(run({"update", where}, changelog).output, Not(HasSubstr("running")));
  EXPECT_EQ(count(database_, schema + "." + history()), "2\n");
  EXPECT_FALSE(database_.connect()->schema().table("", history()));
  EXPECT_EQ(count(database_, "t2"), "0\n");
  if (!is_postgresql) {
    const Outcome same = run({"status", "--liquibase-catalog-name=" + schema}, changelog);
    EXPECT_THAT(same.output, HasSubstr("is up to date"));
  }
  expect_done({"rollback-count", "1", where}, changelog);
  EXPECT_EQ(count(database_, schema + "." + history()), "1\n");
  execute((is_postgresql ? "DROP SCHEMA " + schema + " CASCADE" : "DROP DATABASE " + schema));
}

// As in a dump from a system that writes all names in lower case: no second history beside it.
TEST_P(ServerBadWorldsTest, AHistoryWhoseNameHasAnotherCase) {
  const Changelog changelog = tables(1);
  const bool is_postgresql = GetParam() == Vendor::Postgresql;
  execute(is_postgresql ? "CREATE TABLE \"DATABASECHANGELOG\" (ID INT)"
                        : "CREATE TABLE databasechangelog (ID INT)");
  const Outcome outcome = run({"update"}, changelog);
  EXPECT_EQ(outcome.exit_code, 2) << outcome.output;
  EXPECT_THAT(outcome.output,
              HasSubstr(is_postgresql ? "there is a table DATABASECHANGELOG, but no "
                                        "databasechangelog"
                                      : "there is a table databasechangelog, but no "
                                        "DATABASECHANGELOG"));
  EXPECT_EQ(outcome.output.find("--database-changelog-table-name") == std::string::npos,
            is_postgresql);
  EXPECT_FALSE(database_.connect()->schema().table("", "t1"));
}

// A server of its own, as it goes down.
class RestartTest : public testing::TestWithParam<Vendor> {
 protected:
  std::string ask(const std::string& query) const {
    std::string text;
    for (const auto& row : connect(options_for(url_))->query(query).rows)
      for (const auto& cell : row) text += cell.value_or("\\N") + "\n";
    return text;
  }

  TemporaryFolder folder_;
  PrivateServers servers_;
  std::string url_ =
      servers_.variable(GetParam() == Vendor::Postgresql ? "POSTGRESQL_URL" : "MARIADB_URL");
};

INSTANTIATE_TEST_SUITE_P(Vendors, RestartTest, testing::Values(Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(RestartTest, InTheMiddleOfARun) {
  const bool is_postgresql = GetParam() == Vendor::Postgresql;
  const std::string table = is_postgresql ? "databasechangelog" : "DATABASECHANGELOG";
  const std::string lock = table + (is_postgresql ? "lock" : "LOCK");
  folder_.write("db.changelog.yaml",
                fmt::format("databaseChangeLog:\n"
                            "  - changeSet: {{id: 1, author: test, changes: [{{sql: create table "
                            "first (a int)}}]}}\n"
                            "  - changeSet: {{id: 2, author: test, changes: [{{sql: \"{}\"}}]}}\n",
                            is_postgresql ? "select pg_sleep(20)" : "select sleep(20)"));
  Changelog changelog{"db.changelog.yaml", folder_.path().string(), ""};
  for (const char* how : {"down", "crash"}) {
    Program program(words({"update"}, changelog, url_));
    const auto deadline = Clock::now() + seconds(20);
    std::string rows;
    while (rows != "1\n" && Clock::now() < deadline) {
      try {
        rows = ask("SELECT count(*) FROM " + table);
      } catch (const Error&) {  // no table yet
      }
      std::this_thread::sleep_for(milliseconds(50));
    }
    std::this_thread::sleep_for(milliseconds(500));
    const std::string name = is_postgresql ? "postgresql" : "mariadb";
    servers_.control(std::string(how) + " " + name);
    const Outcome cut = program.wait();
    EXPECT_EQ(cut.exit_code, 6) << cut.output;
    servers_.control("up " + name);
    EXPECT_EQ(ask("SELECT count(*) FROM " + table), "1\n");
  }
  // The lock row is still locked by a run that is dead.
  EXPECT_THAT(ask("SELECT LOCKEDBY FROM " + lock), HasSubstr(" strata:"));
  folder_.write("db.changelog.yaml",
                "databaseChangeLog:\n"
                "  - changeSet: {id: 1, author: test, changes: [{sql: create table first (a "
                "int)}]}\n"
                "  - changeSet: {id: 2, author: test, changes: [{sql: \"select 1\"}]}\n");
  const Outcome next = run_program(words({"update", "--lock-wait=0"}, changelog, url_));
  EXPECT_EQ(next.exit_code, 0) << next.output;
  EXPECT_THAT(next.output, HasSubstr("is dead; this one goes on with it"));
  EXPECT_EQ(ask("SELECT count(*) FROM " + table), "2\n");
}

}  // namespace
}  // namespace strata::test
