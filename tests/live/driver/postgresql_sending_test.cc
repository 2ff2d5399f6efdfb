// Statements that are sent without waiting for their answers, on a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/live_database.h"

namespace strata {
namespace {

using test::error_of;
using test::LiveDatabase;
using test::Vendor;
using testing::ElementsAre;
using testing::IsEmpty;

class PostgresqlSendingTest : public testing::Test {
 protected:
  PostgresqlSendingTest() {
    connection_->execute("CREATE TABLE t (id INT PRIMARY KEY, name TEXT)");
  }

  void send(std::string_view statement) {
    connection_->send(statement, [this](std::int64_t rows) { ended_.push_back(rows); });
  }
  std::string count() {
    return connection_->query("SELECT count(*) FROM t").rows.at(0).at(0).value_or("");
  }

  LiveDatabase database_{Vendor::Postgresql};
  std::unique_ptr<driver::Connection> connection_ = database_.connect();
  std::vector<std::int64_t> ended_;
};

TEST_F(PostgresqlSendingTest, AnswersComeInTurnWithTheNextCall) {
  connection_->begin();
  send("INSERT INTO t VALUES (1), (2)");
  send("UPDATE t SET name = 'a' WHERE id = 1");
  EXPECT_THAT(ended_, IsEmpty());
  EXPECT_EQ(count(), "2");
  EXPECT_THAT(ended_, ElementsAre(2, 1));
  send("DELETE FROM t");
  connection_->commit();
  EXPECT_THAT(ended_, ElementsAre(2, 1, 2));
  EXPECT_EQ(count(), "0");
}

TEST_F(PostgresqlSendingTest, AFailureIsThatOfItsStatementAndWhatFollowsIsNotRun) {
  connection_->begin();
  send("INSERT INTO t VALUES (1)");
  send("INSERT INTO t VALUES (2), (1)");
  send("INSERT INTO t VALUES (3)");
  const Error error = error_of([&] { connection_->commit(); });
  EXPECT_STREQ(error.what(), "duplicate key value violates unique constraint \"t_pkey\"");
  EXPECT_EQ(error.sql()->statement, "INSERT INTO t VALUES (2), (1)");
  EXPECT_THAT(ended_, ElementsAre(1));
  connection_->rollback();
  EXPECT_EQ(count(), "0");
}

// Joined with semicolons, these two would be one that is right.
TEST_F(PostgresqlSendingTest, NoStatementRunsIntoTheNext) {
  connection_->begin();
  send("INSERT INTO t VALUES (1, 'a");
  send("b')");
  const Error error = error_of([&] { connection_->settle(); });
  EXPECT_EQ(error.sql()->statement, "INSERT INTO t VALUES (1, 'a");
  EXPECT_EQ(error.sql()->offset, 25U);
  connection_->rollback();
  EXPECT_EQ(count(), "0");
}

TEST_F(PostgresqlSendingTest, OffsetsCountFromTheirStatement) {
  connection_->begin();
  send("INSERT INTO t VALUES (1)");
  send("UPDATE t SET nam = 'ö' WHERE id = 1");
  const Error error = error_of([&] { connection_->settle(); });
  EXPECT_EQ(error.sql()->offset, 13U);
}

TEST_F(PostgresqlSendingTest, SeveralStatementsInOneTextAreRunAtOnce) {
  connection_->begin();
  send("INSERT INTO t VALUES (1)");
  send("INSERT INTO t VALUES (2); INSERT INTO t VALUES (3)");
  EXPECT_THAT(ended_, ElementsAre(1, 1));
  send("INSERT INTO t VALUES (4, 'a;b')");
  EXPECT_THAT(ended_, ElementsAre(1, 1));
  connection_->commit();
  EXPECT_EQ(count(), "4");
}

TEST_F(PostgresqlSendingTest, OutsideOfATransactionNothingWaits) {
  send("INSERT INTO t VALUES (1)");
  EXPECT_THAT(ended_, ElementsAre(1));
}

TEST_F(PostgresqlSendingTest, WhatIsRolledBackBeforeItWasSentNeverRuns) {
  connection_->begin();
  send("INSERT INTO t VALUES (1)");
  connection_->rollback();
  connection_->begin();
  connection_->commit();
  EXPECT_THAT(ended_, IsEmpty());
  EXPECT_EQ(count(), "0");
}

TEST_F(PostgresqlSendingTest, CopyWithoutRowsIsRefusedAndTheSessionGoesOn) {
  connection_->begin();
  send("INSERT INTO t VALUES (1)");
  const Error error = error_of([&] { send("/* all */ COPY t FROM STDIN"); });
  EXPECT_STREQ(error.what(), "COPY needs the rows, or the file, of its client");
  connection_->rollback();
  EXPECT_EQ(count(), "0");
}

TEST_F(PostgresqlSendingTest, MoreThanTheServerIsAskedAtOnce) {
  connection_->begin();
  for (int i = 0; i < 250; ++i) send("INSERT INTO t VALUES (" + std::to_string(i) + ")");
  EXPECT_EQ(ended_.size(), 199U);  // and BEGIN
  connection_->commit();
  EXPECT_EQ(ended_.size(), 250U);
  EXPECT_EQ(count(), "250");
}

TEST_F(PostgresqlSendingTest, ALostSessionIsSaidToBeLost) {
  connection_->begin();
  send("SELECT pg_terminate_backend(pg_backend_pid())");
  send("INSERT INTO t VALUES (1)");
  EXPECT_EQ(error_of([&] { connection_->commit(); }).kind(), ErrorKind::Connection);
  EXPECT_EQ(error_of([&] { connection_->query("SELECT 1"); }).kind(), ErrorKind::Connection);
}

}  // namespace
}  // namespace strata
