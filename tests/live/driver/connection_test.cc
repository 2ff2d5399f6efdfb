// What every driver promises, on every kind of database.
#include "engine/driver/connection.h"

#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/live_database.h"

namespace strata {
namespace {

using test::error_of;
using test::LiveDatabase;
using test::Vendor;
using Cell = std::optional<std::string>;
using Row = std::vector<Cell>;

class ConnectionTest : public testing::TestWithParam<Vendor> {
 protected:
  std::string scalar(std::string_view sql) {
    const driver::ResultSet result = connection_->query(sql);
    return result.rows.at(0).at(0).value_or("NULL");
  }
  void make_table() {
    connection_->execute("CREATE TABLE person (id INT PRIMARY KEY, name VARCHAR(50))");
  }

  LiveDatabase database_{GetParam()};
  std::unique_ptr<driver::Connection> connection_ = database_.connect();
};

INSTANTIATE_TEST_SUITE_P(Vendors, ConnectionTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return test::to_string(tested.param); });

TEST_P(ConnectionTest, TellsTheServer) {
  const driver::ServerInfo& server = connection_->server();
  EXPECT_EQ(server.dialect, test::to_string(GetParam()));
  EXPECT_GT(server.version.major, 2);
  EXPECT_THAT(server.version_text, testing::StartsWith(std::to_string(server.version.major) + "."));
}

TEST_P(ConnectionTest, RowsAsTexts) {
  const driver::ResultSet result =
      connection_->query("SELECT 7 AS Number, 'a''b' AS text, NULL AS absent, '' AS empty");
  EXPECT_EQ(result.rows, (std::vector<Row>{{"7", "a'b", std::nullopt, ""}}));
  EXPECT_EQ(result.column("NUMBER"), 0U);
  EXPECT_EQ(result.column("empty"), 3U);
  EXPECT_EQ(result.column("other"), std::nullopt);
}

TEST_P(ConnectionTest, NoRows) {
  const driver::ResultSet result = connection_->query("SELECT 1 AS a WHERE 1 = 0");
  EXPECT_EQ(result.columns, std::vector<std::string>{"a"});
  EXPECT_TRUE(result.rows.empty());
}

TEST_P(ConnectionTest, UnicodeOfAllPlanes) {
  make_table();
  const std::string text = "äß–日本\xF0\x9F\x98\x80";
  connection_->execute("INSERT INTO person VALUES (1, '" + text + "')");
  EXPECT_EQ(scalar("SELECT name FROM person"), text);
}

TEST_P(ConnectionTest, CountsAffectedRows) {
  make_table();
  EXPECT_EQ(connection_->execute("INSERT INTO person VALUES (1, 'a'), (2, 'b'), (3, 'c')"), 3);
  EXPECT_EQ(connection_->execute("UPDATE person SET name = 'x' WHERE id < 3"), 2);
  // Rows matched count, also where their values stay the same: the lock depends on it.
  EXPECT_EQ(connection_->execute("UPDATE person SET name = 'x' WHERE id < 3"), 2);
  EXPECT_EQ(connection_->execute("UPDATE person SET name = 'x' WHERE id > 9"), 0);
  EXPECT_EQ(connection_->execute("DELETE FROM person WHERE id = 1"), 1);
  EXPECT_EQ(connection_->execute("CREATE TABLE other (id INT)"), 0);
  EXPECT_EQ(connection_->execute("DROP TABLE other"), 0);
}

TEST_P(ConnectionTest, ExecuteDropsRows) {
  make_table();
  connection_->execute("SELECT 1");
  connection_->execute("SELECT * FROM person");
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM person"), "0");
}

TEST_P(ConnectionTest, Commit) {
  make_table();
  EXPECT_FALSE(connection_->in_transaction());
  connection_->begin();
  EXPECT_TRUE(connection_->in_transaction());
  connection_->execute("INSERT INTO person VALUES (1, 'a')");
  connection_->commit();
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(database_.connect()->query("SELECT name FROM person").rows, (std::vector<Row>{{"a"}}));
}

TEST_P(ConnectionTest, Rollback) {
  make_table();
  connection_->begin();
  connection_->execute("INSERT INTO person VALUES (1, 'a')");
  connection_->rollback();
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM person"), "0");
  connection_->rollback();  // harmless without a transaction
  connection_->execute("INSERT INTO person VALUES (2, 'b')");
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM person"), "1");
}

TEST_P(ConnectionTest, OpenTransactionEndsWithTheSession) {
  make_table();
  {
    const auto other = database_.connect();
    other->begin();
    other->execute("INSERT INTO person VALUES (1, 'a')");
  }
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM person"), "0");
}

TEST_P(ConnectionTest, FailingStatement) {
  const Error error = error_of([&] { connection_->execute("SELEKT 1"); });
  EXPECT_EQ(error.kind(), ErrorKind::Sql);
  ASSERT_TRUE(error.sql());
  EXPECT_EQ(error.sql()->statement, "SELEKT 1");
  EXPECT_EQ(error.sql()->offset, 0U);
  EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("LINE")));
  EXPECT_EQ(scalar("SELECT 1"), "1") << "the session goes on";
}

TEST_P(ConnectionTest, OffsetOfAMistakeOnALaterLine) {
  const std::string statement = "SELECT 1,\n  'é日',\n  ) FROM x";
  const Error error = error_of([&] { connection_->query(statement); });
  ASSERT_TRUE(error.sql());
  EXPECT_EQ(error.sql()->offset, statement.find(')'));
}

TEST_P(ConnectionTest, DuplicateKeyIsAnSqlError) {
  make_table();
  connection_->execute("INSERT INTO person VALUES (1, 'a')");
  const Error error = error_of([&] { connection_->execute("INSERT INTO person VALUES (1, 'b')"); });
  EXPECT_EQ(error.kind(), ErrorKind::Sql);
  EXPECT_TRUE(error.sql());
}

TEST_P(ConnectionTest, NulCharacterIsRefused) {
  // Client libraries would cut the statement there.
  const std::string statement("SELECT 1\0 + 1", 13);
  EXPECT_EQ(error_of([&] { connection_->query(statement); }).kind(), ErrorKind::Sql);
}

TEST_P(ConnectionTest, LongStatement) {
  make_table();
  std::string sql = "INSERT INTO person VALUES (0, 'x')";
  for (int i = 1; i < 20000; ++i) sql += ", (" + std::to_string(i) + ", 'name')";
  EXPECT_EQ(connection_->execute(sql), 20000);
}

std::string_view slow_query(Vendor vendor) {
  switch (vendor) {
    case Vendor::Postgresql:
      return "SELECT pg_sleep(60)";
    case Vendor::MariaDb:
      return "SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b, "
             "information_schema.columns c";
    case Vendor::Sqlite:
      break;
  }
  return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
}

TEST_P(ConnectionTest, CancelFromAnotherThread) {
  using std::chrono::steady_clock;
  std::jthread canceller([this](const std::stop_token& done) {
    // The statement may not have begun yet.
    while (!done.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      if (!done.stop_requested()) connection_->cancel();
    }
  });
  const auto start = steady_clock::now();
  const Error error = error_of([&] { connection_->query(slow_query(GetParam())); });
  canceller.request_stop();
  canceller.join();
  EXPECT_EQ(error.kind(), ErrorKind::Interrupted) << error.what();
  EXPECT_LT(steady_clock::now() - start, std::chrono::seconds(10));
  EXPECT_EQ(scalar("SELECT 1"), "1") << "the session goes on";
}

TEST_P(ConnectionTest, CancelWithoutAStatementIsHarmless) {
  connection_->cancel();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(scalar("SELECT 1"), "1");
}

}  // namespace
}  // namespace strata
