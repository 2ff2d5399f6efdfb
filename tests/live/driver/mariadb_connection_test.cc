#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/live_database.h"

namespace strata {
namespace {

using test::error_of;
using test::LiveDatabase;
using test::Vendor;
using testing::HasSubstr;
using Row = std::vector<std::optional<std::string>>;

class MariaDbConnectionTest : public testing::Test {
 protected:
  std::string scalar(driver::Connection& connection, std::string_view sql) {
    return connection.query(sql).rows.at(0).at(0).value_or("NULL");
  }
  std::string scalar(std::string_view sql) { return scalar(*connection_, sql); }

  driver::ConnectOptions with_parameters(const std::string& parameters) {
    driver::ConnectOptions options = database_.options();
    options.url.jdbc = true;
    options.url.parameters = driver::parse_url("jdbc:mariadb://h/d?" + parameters).parameters;
    return options;
  }

  LiveDatabase database_{Vendor::MariaDb};
  std::unique_ptr<driver::Connection> connection_ = database_.connect();
};

TEST_F(MariaDbConnectionTest, TypesAsPrinted) {
  connection_->execute(
      "CREATE TABLE t (a TINYINT(1), b DECIMAL(10,2), c DATETIME(3), d VARBINARY(9), e BIT(9), "
      "f DOUBLE, g INT(5) ZEROFILL, h JSON, i BIGINT UNSIGNED)");
  connection_->execute(
      "INSERT INTO t VALUES (1, 1.5, '2024-02-03 04:05:06.7', x'00ff27', b'100000001', 1.5e300, "
      "42, "
      "'{\"a\": 1}', 18446744073709551615)");
  EXPECT_EQ(connection_->query("SELECT * FROM t").rows,
            (std::vector<Row>{{"1", "1.50", "2024-02-03 04:05:06.700", std::string("\0\xff\x27", 3),
                               "257", "1.5e300", "00042", "{\"a\": 1}", "18446744073709551615"}}));
}

TEST_F(MariaDbConnectionTest, MysqlSchemeFindsMariaDb) {
  driver::ConnectOptions options = database_.options();
  options.url.scheme = "mysql";
  const auto connection = test::connect(options);
  EXPECT_EQ(connection->server().dialect, "mariadb");
  EXPECT_EQ(connection->server().product, "MariaDB");
}

TEST_F(MariaDbConnectionTest, SqlModeStaysTheServers) {
  EXPECT_EQ(scalar("SELECT @@SESSION.sql_mode"), scalar("SELECT @@GLOBAL.sql_mode"));
  EXPECT_EQ(scalar("SELECT @@autocommit"), "1");
  EXPECT_EQ(scalar("SELECT @@character_set_client"), "utf8mb4");
}

TEST_F(MariaDbConnectionTest, SeveralStatementsInOneTextAreRefused) {
  EXPECT_EQ(error_of([&] { connection_->execute("SELECT 1; SELECT 2"); }).kind(), ErrorKind::Sql);
}

TEST_F(MariaDbConnectionTest, AllResultsOfACallAreTaken) {
  connection_->execute("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END");
  connection_->execute("CALL p()");
  EXPECT_EQ(scalar("SELECT 3"), "3");
  EXPECT_EQ(scalar("CALL p()"), "1");
  EXPECT_EQ(scalar("SELECT 3"), "3");
}

TEST_F(MariaDbConnectionTest, ErrorInALaterResultOfACallIsSeen) {
  connection_->execute(
      "CREATE PROCEDURE p() BEGIN SELECT 1; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'late'; "
      "END");
  const Error error = error_of([&] { connection_->execute("CALL p()"); });
  EXPECT_STREQ(error.what(), "late");
  EXPECT_EQ(error.sql()->sqlstate, "45000");
}

TEST_F(MariaDbConnectionTest, ErrorHasItsNumber) {
  const Error error = error_of([&] { connection_->query("SELECT * FROM nowhere"); });
  EXPECT_EQ(error.sql()->vendor_code, 1146);
  EXPECT_EQ(error.sql()->sqlstate, "42S02");
  EXPECT_THAT(error.what(), HasSubstr("nowhere"));
}

TEST_F(MariaDbConnectionTest, OffsetsAreExact) {
  const std::string filler = "'" + std::string(200, 'x') + "', ";
  for (const std::string& before :
       {std::string(), std::string("'日本', "), std::string("1,\n\n 2,\n"),
        std::string("'near ''x'' at line 9', "), filler}) {
    for (const std::string& after : {std::string(), std::string(", 1, 2"), ", " + filler + "1",
                                     std::string("\n, 'it''s', \"quoted\"\n, 1")}) {
      const std::string statement = "SELECT " + before + "5 )oops" + after;
      const Error error = error_of([&] { connection_->query(statement); });
      ASSERT_TRUE(error.sql()) << statement;
      EXPECT_EQ(error.sql()->offset, statement.find(")oops")) << statement << "\n" << error.what();
    }
  }
}

TEST_F(MariaDbConnectionTest, OffsetOfAName) {
  connection_->execute("CREATE TABLE person (id INT, name VARCHAR(9))");
  const auto offset = [&](std::string_view statement) {
    return error_of([&] { connection_->execute(statement); }).sql()->offset;
  };
  EXPECT_EQ(offset("SELECT id,\n nmae FROM person"), 12U);
  EXPECT_EQ(offset("SELECT id, Persons.id FROM person"), std::nullopt) << "names another column";
  EXPECT_EQ(offset("SELECT id FROM `persons`"), 16U);
  EXPECT_EQ(offset("ALTER TABLE person ADD name INT"), 23U);
  EXPECT_EQ(offset("ALTER TABLE person DROP COLUMN nam"), 31U);
  EXPECT_EQ(offset("SELECT nmae, nmae FROM person"), std::nullopt) << "ambiguous";
}

TEST_F(MariaDbConnectionTest, OffsetAtTheEnd) {
  const std::string statement = "SELECT (1 + 2";
  const Error error = error_of([&] { connection_->query(statement); });
  EXPECT_EQ(error.sql()->offset, statement.size());
}

TEST_F(MariaDbConnectionTest, NoDatabaseInTheUrl) {
  driver::ConnectOptions options = database_.options();
  options.url.database.clear();
  const Error error = error_of([&] { test::connect(options); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection);
  EXPECT_STREQ(error.what(), "the URL names no database");
}

TEST_F(MariaDbConnectionTest, DefaultSchemaIsTheDatabase) {
  driver::ConnectOptions options = database_.options();
  options.url.database = "strata_test";
  options.default_schema = database_.name();
  EXPECT_EQ(test::connect(options)->server().default_catalog, database_.name());
  options.default_schema = "no_such`schema";
  const Error error = error_of([&] { test::connect(options); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection);
  EXPECT_THAT(error.what(), HasSubstr("no_such`schema"));
}

TEST_F(MariaDbConnectionTest, CreatesTheDatabaseWhenAsked) {
  driver::ConnectOptions options = with_parameters("createDatabaseIfNotExist=true");
  options.url.database = database_.name() + "_new";
  const auto connection = test::connect(options);
  EXPECT_EQ(connection->server().default_catalog, database_.name() + "_new");
  connection->execute("DROP DATABASE " + database_.name() + "_new");
}

TEST_F(MariaDbConnectionTest, SessionVariables) {
  const auto connection = test::connect(
      with_parameters("sessionVariables=sql_mode='ANSI,TRADITIONAL',wait_timeout=77"));
  EXPECT_EQ(scalar(*connection, "SELECT @@wait_timeout"), "77");
  EXPECT_THAT(scalar(*connection, "SELECT @@sql_mode"), HasSubstr("ANSI_QUOTES"));
}

TEST_F(MariaDbConnectionTest, RequiredTlsIsNotSilentlyLeftOut) {
  for (const char* parameters :
       {"sslMode=REQUIRED", "sslMode=verify-full", "useSSL=true&requireSSL=true"}) {
    EXPECT_EQ(error_of([&] { test::connect(with_parameters(parameters)); }).kind(),
              ErrorKind::Connection)
        << parameters;
  }
  EXPECT_NO_THROW(test::connect(with_parameters("useSSL=false&allowPublicKeyRetrieval=true")));
  EXPECT_NO_THROW(test::connect(with_parameters("sslMode=PREFERRED&serverTimezone=UTC")));
}

TEST_F(MariaDbConnectionTest, Socket) {
  const char* const socket = std::getenv("STRATA_TEST_MARIADB_SOCKET");
  ASSERT_NE(socket, nullptr);
  driver::ConnectOptions options = database_.options();
  options.url.host = socket;
  options.url.port.reset();
  EXPECT_EQ(test::connect(options)->server().default_catalog, database_.name());
}

TEST_F(MariaDbConnectionTest, KilledStatementOfSomebodyElseIsNoInterrupt) {
  connection_->execute("SET max_statement_time = 0.1");
  const Error error = error_of([&] { connection_->query("SELECT SLEEP(10)"); });
  EXPECT_EQ(error.kind(), ErrorKind::Sql);
}

}  // namespace
}  // namespace strata
