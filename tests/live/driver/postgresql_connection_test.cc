#include <fmt/format.h>
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
using testing::Not;
using Row = std::vector<std::optional<std::string>>;

class PostgresqlConnectionTest : public testing::Test {
 protected:
  std::string scalar(driver::Connection& connection, std::string_view sql) {
    return connection.query(sql).rows.at(0).at(0).value_or("NULL");
  }
  std::string scalar(std::string_view sql) { return scalar(*connection_, sql); }

  // The address with more parameters, in JDBC's form or the native one.
  driver::ConnectOptions with_parameters(const std::string& parameters, bool jdbc = true) {
    driver::ConnectOptions options = database_.options();
    options.url.jdbc = jdbc;
    options.url.parameters = driver::parse_url("jdbc:postgresql://h/d?" + parameters).parameters;
    return options;
  }

  LiveDatabase database_{Vendor::Postgresql};
  std::unique_ptr<driver::Connection> connection_ = database_.connect();
};

TEST_F(PostgresqlConnectionTest, TypesAsThePrinted) {
  const driver::ResultSet result = connection_->query(
      "SELECT true, 1.50::numeric, '2024-02-03 04:05:06.7'::timestamp, '{1,2}'::int[], "
      "'\\x00ff'::bytea, '{\"a\": 1}'::jsonb, 1e300::float8");
  EXPECT_EQ(result.rows, (std::vector<Row>{{"t", "1.50", "2024-02-03 04:05:06.7", "{1,2}",
                                            "\\x00ff", "{\"a\": 1}", "1e+300"}}));
}

TEST_F(PostgresqlConnectionTest, ErrorHasDetailAndHint) {
  connection_->execute("CREATE TABLE t (id INT PRIMARY KEY, total INT)");
  connection_->execute("INSERT INTO t VALUES (1, 2)");
  const Error duplicate = error_of([&] { connection_->execute("INSERT INTO t VALUES (1, 3)"); });
  EXPECT_STREQ(duplicate.what(), "duplicate key value violates unique constraint \"t_pkey\"");
  EXPECT_EQ(duplicate.hint(), "Key (id)=(1) already exists.");
  EXPECT_EQ(duplicate.sql()->offset, std::nullopt);
  const Error column = error_of([&] { connection_->query("SELECT totl FROM t"); });
  EXPECT_STREQ(column.what(), "column \"totl\" does not exist");
  EXPECT_EQ(column.hint(), "Perhaps you meant to reference the column \"t.total\".");
  EXPECT_EQ(column.sql()->offset, 7U);
}

// libpq prints an excerpt of a long line with tabs as blanks; wide characters count twice.
TEST_F(PostgresqlConnectionTest, OffsetsAreExact) {
  const std::string filler = "'" + std::string(200, 'x') + "',";
  for (const std::string& before :
       {std::string(), std::string("\t\t"), std::string("'äöü', "), std::string("'日本語', "),
        std::string("'e\xCC\x81', "), std::string("1,\r\n"), std::string("1,\n\n  2,\r"), filler,
        filler + "\t'日本' || ", "'...' || " + filler, filler + "\n" + filler}) {
    for (const std::string& after : {std::string(), ", " + filler + " 1", std::string("\n, 1")}) {
      const std::string statement = "SELECT " + before + "oops" + after;
      const Error error = error_of([&] { connection_->query(statement); });
      ASSERT_TRUE(error.sql()) << statement;
      EXPECT_EQ(error.sql()->offset, statement.find("oops")) << statement;
    }
  }
}

TEST_F(PostgresqlConnectionTest, OffsetInsideAFunctionIsNotOurs) {
  connection_->execute(
      "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS "
      "$$ BEGIN EXECUTE 'SELECT 1 FROM nowhere'; END $$");
  const Error error = error_of([&] { connection_->query("SELECT f() /* some more text */"); });
  EXPECT_STREQ(error.what(), "relation \"nowhere\" does not exist");
  EXPECT_EQ(error.sql()->offset, std::nullopt);
  EXPECT_THAT(error.hint(), HasSubstr("PL/pgSQL function f() line 1 at EXECUTE"));
}

TEST_F(PostgresqlConnectionTest, ErrorOfSeveralLines) {
  const Error error = error_of([&] {
    connection_->execute(
        "DO $$ BEGIN RAISE EXCEPTION E'first\\nLINE x: second' "
        "USING HINT = 'a hint', ERRCODE = 'P0099'; END $$");
  });
  EXPECT_STREQ(error.what(), "first\nLINE x: second");
  EXPECT_THAT(error.hint(), testing::StartsWith("a hint\n"));
  EXPECT_EQ(error.sql()->sqlstate, "P0099");
}

TEST_F(PostgresqlConnectionTest, NoticesAreSilent) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  connection_->execute("DO $$ BEGIN RAISE WARNING 'loud'; END $$");
  connection_->execute("DROP TABLE IF EXISTS nothing");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(PostgresqlConnectionTest, CommitOfAFailedTransactionIsAnError) {
  connection_->execute("CREATE TABLE t (id INT)");
  connection_->begin();
  connection_->execute("INSERT INTO t VALUES (1)");
  error_of([&] { connection_->execute("SELECT nonsense"); });
  EXPECT_EQ(error_of([&] { connection_->commit(); }).kind(), ErrorKind::Sql);
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM t"), "0");
}

TEST_F(PostgresqlConnectionTest, FailedDeferredConstraintAtCommit) {
  connection_->execute("CREATE TABLE a (id INT PRIMARY KEY)");
  connection_->execute("CREATE TABLE b (id INT REFERENCES a DEFERRABLE INITIALLY DEFERRED)");
  connection_->begin();
  connection_->execute("INSERT INTO b VALUES (7)");
  EXPECT_EQ(error_of([&] { connection_->commit(); }).sql()->sqlstate, "23503");
  connection_->rollback();
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM b"), "0");
}

TEST_F(PostgresqlConnectionTest, DeadlockAndSerializationHaveTheirStates) {
  const auto state_of = [&](const char* state) {
    return error_of([&] {
             connection_->execute(fmt::format(
                 "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{}'; END $$", state));
           })
        .sql()
        ->sqlstate;
  };
  EXPECT_EQ(state_of("40001"), "40001");
  EXPECT_EQ(state_of("40P01"), "40P01");
}

TEST_F(PostgresqlConnectionTest, StatementTimeoutIsNoInterrupt) {
  connection_->execute("SET statement_timeout = 50");
  const Error error = error_of([&] { connection_->query("SELECT pg_sleep(10)"); });
  EXPECT_EQ(error.kind(), ErrorKind::Sql);
  EXPECT_EQ(error.sql()->sqlstate, "57014");
}

TEST_F(PostgresqlConnectionTest, CurrentSchema) {
  connection_->execute("CREATE SCHEMA sales");
  connection_->execute("CREATE SCHEMA \"Odd one\"");
  const auto sales = test::connect(with_parameters("currentSchema=sales,public"));
  EXPECT_EQ(sales->server().default_schema, "sales");
  EXPECT_EQ(scalar(*sales, "SHOW search_path"), "sales,public");
  const auto odd = test::connect(with_parameters("currentSchema=%22Odd%20one%22"));
  EXPECT_EQ(odd->server().default_schema, "Odd one");
}

TEST_F(PostgresqlConnectionTest, DefaultSchemaComesFirstInTheSearchPath) {
  connection_->execute("CREATE SCHEMA sales");
  connection_->execute("CREATE SCHEMA \"Odd one\"");
  driver::ConnectOptions options = database_.options();
  options.default_schema = "SALES";
  const auto sales = test::connect(options);
  EXPECT_EQ(sales->server().default_schema, "sales");
  EXPECT_EQ(scalar(*sales, "SHOW search_path"), "sales, \"$user\", public");
  options.default_schema = "Odd one";
  EXPECT_EQ(test::connect(options)->server().default_schema, "Odd one");
  options.default_schema = "missing";
  const Error error = error_of([&] { test::connect(options); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection);
  EXPECT_STREQ(error.what(), "the schema 'missing' does not exist");
}

TEST_F(PostgresqlConnectionTest, JdbcParameters) {
  const auto connection = test::connect(with_parameters(
      "ApplicationName=my%20shop&options=-c%20statement_timeout=1234&targetServerType=primary"
      "&tcpKeepAlive=true&prepareThreshold=0&unknownThing=1&sslmode=disable&readOnly=true"));
  EXPECT_EQ(scalar(*connection, "SHOW application_name"), "my shop");
  EXPECT_EQ(scalar(*connection, "SHOW statement_timeout"), "1234ms");
  EXPECT_EQ(error_of([&] { connection->execute("CREATE TABLE t (id INT)"); }).sql()->sqlstate,
            "25006");
}

TEST_F(PostgresqlConnectionTest, ApplicationNameIsStrata) {
  EXPECT_EQ(scalar("SHOW application_name"), "strata");
}

TEST_F(PostgresqlConnectionTest, RequiredTlsIsNotSilentlyLeftOut) {
  for (const char* parameters : {"ssl=true", "sslmode=require",
                                 "ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory"}) {
    const Error error = error_of([&] { test::connect(with_parameters(parameters)); });
    EXPECT_EQ(error.kind(), ErrorKind::Connection) << parameters;
  }
}

TEST_F(PostgresqlConnectionTest, UnknownNativeParameter) {
  const Error error = error_of([&] { test::connect(with_parameters("sslmod=disable", false)); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection);
  EXPECT_THAT(error.what(), HasSubstr("invalid connection option \"sslmod\""));
  EXPECT_THAT(error.what(), Not(HasSubstr("pw")));
}

TEST_F(PostgresqlConnectionTest, SessionIsInTheTimeZoneOfTheMachine) {
  const char* const before = std::getenv("TZ");
  const std::string saved = before == nullptr ? "" : before;
  setenv("TZ", "Asia/Kathmandu", 1);
  EXPECT_EQ(scalar(*database_.connect(), "SHOW TimeZone"), "Asia/Kathmandu");
  setenv("TZ", "No/Where", 1);
  EXPECT_EQ(scalar(*database_.connect(), "SELECT 1"), "1");
  if (before == nullptr) {
    unsetenv("TZ");
  } else {
    setenv("TZ", saved.c_str(), 1);
  }
}

}  // namespace
}  // namespace strata
