// runWith: changesets that the database's own command line client runs.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/live/migration.h"
#include "tests/support/temporary_folder.h"

namespace strata::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string client_of(Vendor vendor) {
  switch (vendor) {
    case Vendor::Sqlite:
      return "sqlite3";
    case Vendor::Postgresql:
      return "psql";
    default:
      return "mariadb";
  }
}

// What only the client understands.
std::string own_words(Vendor vendor) {
  switch (vendor) {
    case Vendor::Sqlite:
      return ".print hello\nINSERT INTO t VALUES (1, 'a;b');";
    case Vendor::Postgresql:
      return "\\set one 1\n\\echo hello\n\\copy t from stdin\n1\ta;b\n\\.";
    default:
      return "DELIMITER //\nCREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (1, 'a;b'); SELECT "
             "'hello'; END//\nCALL p()//\nDROP PROCEDURE p//";
  }
}

class ClientTest : public testing::TestWithParam<Vendor> {
 protected:
  // A changeset of a table, then one that runs `sql` with a client.
  void write(const std::string& client, const std::string& sql, const std::string& more = "") {
    std::ofstream file(folder_.path() / "db.yaml");
    file << "databaseChangeLog:\n- changeSet: {id: 1, author: me, changes: [{createTable: "
            "{tableName: t, columns: [{column: {name: a, type: int}}, {column: {name: b, type: "
            "varchar(20)}}]}}]}\n"
         << "- changeSet:\n    id: 2\n    author: me\n    runWith: " << client
         << "\n    rollback: DELETE FROM t\n"
         << more << "    changes:\n    - sql: |\n";
    std::istringstream lines(sql);
    for (std::string line; std::getline(lines, line);) file << "        " << line << '\n';
    file << "    - insert: {tableName: t, columns: [{column: {name: a, valueNumeric: 2}}]}\n";
  }
  Outcome run(const std::vector<std::string>& command) {
    return run_program(words(command, {"db.yaml", folder_.path().string(), ""}, database_.url()));
  }
  std::string history() {
    return query_text(database_,
                      "SELECT ID FROM " + history_table(database_) + " ORDER BY ORDEREXECUTED");
  }

  LiveDatabase database_{GetParam()};
  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Vendors, ClientTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

class PasswordTest : public ClientTest {};

INSTANTIATE_TEST_SUITE_P(Servers, PasswordTest,
                         testing::Values(Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(ClientTest, UnderstandsItsOwnCommands) {
  write(client_of(GetParam()), own_words(GetParam()));
  const Outcome outcome = run({"update"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("hello"));
  EXPECT_EQ(query_text(database_, "SELECT a, b FROM t ORDER BY a"), "1\ta;b\n2\t\\N\n");
  EXPECT_EQ(history(), "1\n2\n");
  const Outcome back = run({"rollback-count", "--count=1"});
  EXPECT_EQ(back.exit_code, 0) << back.output;
  EXPECT_EQ(count(database_, "t"), "0\n");
  EXPECT_EQ(history(), "1\n");
}

TEST_P(ClientTest, FailsAsAWholeAtItsLine) {
  write(client_of(GetParam()), "INSERT INTO t VALUES (1, 'a');\nINSERT INTO nowhere VALUES (1);\n");
  const Outcome outcome = run({"update"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, HasSubstr("db.yaml:11:9: error: changeset db.yaml::2::me failed"));
  EXPECT_THAT(outcome.output, HasSubstr("    INSERT INTO nowhere VALUES (1);\n    ^\n"));
  EXPECT_EQ(count(database_, "t"), "0\n");
  EXPECT_EQ(history(), "1\n");
  EXPECT_FALSE(is_locked(database_));
}

TEST_P(ClientTest, WithoutATransactionKeepsWhatWasDone) {
  write(client_of(GetParam()), "INSERT INTO t VALUES (1, 'a');\nINSERT INTO nowhere VALUES (1);\n",
        "    runInTransaction: false\n");
  const Outcome outcome = run({"update"});
  EXPECT_THAT(outcome.output, HasSubstr("what the statements before it did is not undone"));
  EXPECT_EQ(count(database_, "t"), "1\n");
}

TEST_P(ClientTest, MustBeOfThisDatabase) {
  write("sqlplus", "SELECT 1");
  const Outcome outcome = run({"update"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, HasSubstr("is not run with 'sqlplus'"));
  EXPECT_THAT(outcome.output, HasSubstr(client_of(GetParam())));
}

// As the kernel does it when memory runs out.
TEST_P(ClientTest, ThatIsKilledLeavesNothingAndTheNextRunFinishes) {
  const std::string shell = GetParam() == Vendor::Sqlite ? ".shell" : "\\!";
  write(client_of(GetParam()), "INSERT INTO t VALUES (1, 'a');\n" + shell + " kill -9 $PPID\n");
  const Outcome outcome = run({"update"});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output;
  EXPECT_THAT(outcome.output,
              HasSubstr("'" + client_of(GetParam()) + "' was killed by signal 9 (Killed)"));
  EXPECT_THAT(outcome.output,
              HasSubstr(GetParam() == Vendor::MariaDb ? "the rows that the statements before it "
                                                        "changed are as they were"
                                                      : "nothing of it remains"));
  EXPECT_EQ(count(database_, "t"), "0\n");
  EXPECT_EQ(history(), "1\n");
  EXPECT_FALSE(is_locked(database_));
  write(client_of(GetParam()), "INSERT INTO t VALUES (1, 'a');\n");
  const Outcome again = run({"update"});
  EXPECT_EQ(again.exit_code, 0) << again.output;
  EXPECT_EQ(count(database_, "t"), "2\n");
  EXPECT_EQ(history(), "1\n2\n");
}

// Another user of the machine sees the words of a command.
TEST_P(PasswordTest, GoesUnseen) {
  const std::string words =
      "\\! tr '\\0' ' ' < /proc/$PPID/cmdline; tr '\\0' ' ' < /proc/$PPID/cmdline\n";
  write(client_of(GetParam()), words);
  const Outcome outcome = run({"update"});
  EXPECT_THAT(outcome.output, HasSubstr(client_of(GetParam()) + " --no"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("password=")));
  EXPECT_THAT(outcome.output, Not(HasSubstr("=pw")));
}

}  // namespace
}  // namespace strata::test
