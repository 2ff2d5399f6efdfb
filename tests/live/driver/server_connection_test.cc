// What servers add to files: users, networks, sessions that die.
#include <chrono>
#include <thread>

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

constexpr int kFreePort = 1;

class ServerConnectionTest : public testing::TestWithParam<Vendor> {
 protected:
  bool is_postgresql() const { return GetParam() == Vendor::Postgresql; }

  // Ends the session of `connection_` from another one.
  void kill_session() {
    const auto other = database_.connect();
    const std::string id =
        connection_->query(is_postgresql() ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()")
            .rows.at(0)
            .at(0)
            .value();
    if (is_postgresql()) {
      other->query(fmt::format("SELECT pg_terminate_backend({}, 5000)", id));
    } else {
      other->execute("KILL " + id);
    }
  }

  LiveDatabase database_{GetParam()};
  std::unique_ptr<driver::Connection> connection_ = database_.connect();
};

INSTANTIATE_TEST_SUITE_P(Vendors, ServerConnectionTest,
                         testing::Values(Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return test::to_string(tested.param); });

TEST_P(ServerConnectionTest, TellsDatabaseAndUser) {
  EXPECT_EQ(connection_->server().default_catalog, database_.name());
  EXPECT_THAT(connection_->server().user, testing::StartsWith("strata"));
  EXPECT_EQ(connection_->server().default_schema, is_postgresql() ? "public" : "");
}

TEST_P(ServerConnectionTest, JdbcForm) {
  const driver::Url native = driver::parse_url(database_.url());
  const driver::ConnectOptions options = test::options_for(fmt::format(
      "jdbc:{}://{}:{}/{}?user={}&password={}&socketTimeout=30&useUnicode=true&reWriteBatched=x",
      native.scheme, native.host, native.port.value(), native.database, *native.user,
      *native.password));
  EXPECT_EQ(test::connect(options)->server().default_catalog, database_.name());
}

TEST_P(ServerConnectionTest, FailsOverToTheNextHost) {
  const driver::Url native = driver::parse_url(database_.url());
  driver::ConnectOptions options =
      test::options_for(fmt::format("{}://127.0.0.1:{},127.0.0.1:{}/{}", native.scheme, kFreePort,
                                    native.port.value(), native.database));
  options.user = *native.user;
  options.password = *native.password;
  EXPECT_EQ(test::connect(options)->server().default_catalog, database_.name());
}

TEST_P(ServerConnectionTest, RefusedPort) {
  driver::ConnectOptions options = database_.options();
  options.url.port = kFreePort;
  const Error error = error_of([&] { test::connect(options); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection);
  EXPECT_EQ(error.hint(), "is the server running, and reachable at 127.0.0.1:1?");
  EXPECT_THAT(error.what(), HasSubstr("127.0.0.1"));
  EXPECT_THAT(error.what(), Not(HasSubstr("\n")));
}

TEST_P(ServerConnectionTest, UnknownHost) {
  driver::ConnectOptions options = database_.options();
  options.url.host = "no-such-host.invalid";
  const Error error = error_of([&] { test::connect(options); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection);
  EXPECT_THAT(error.what(), HasSubstr("no-such-host.invalid"));
}

TEST_P(ServerConnectionTest, WrongPasswordIsNeverShown) {
  driver::ConnectOptions options = database_.options();
  options.password = "sEcReT'\\ x";
  const Error error = error_of([&] { test::connect(options); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection);
  EXPECT_EQ(error.hint(), "check --username and --password");
  EXPECT_THAT(error.what(), HasSubstr("strata"));
  EXPECT_THAT(error.what(), Not(HasSubstr("sEcReT")));
}

TEST_P(ServerConnectionTest, MissingDatabase) {
  driver::ConnectOptions options = database_.options();
  options.url.database = "no_such_database";
  const Error error = error_of([&] { test::connect(options); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection);
  EXPECT_THAT(error.what(), HasSubstr("no_such_database"));
  EXPECT_EQ(error.hint(), "create it first: CREATE DATABASE no_such_database");
}

TEST_P(ServerConnectionTest, KilledSession) {
  connection_->execute("CREATE TABLE t (id INT)");
  connection_->begin();
  connection_->execute("INSERT INTO t VALUES (1)");
  kill_session();
  EXPECT_EQ(error_of([&] { connection_->execute("INSERT INTO t VALUES (2)"); }).kind(),
            ErrorKind::Connection);
  // Nothing may go to a new session behind the caller's back.
  EXPECT_EQ(error_of([&] { connection_->execute("INSERT INTO t VALUES (3)"); }).kind(),
            ErrorKind::Connection);
  connection_->rollback();
  connection_->cancel();
  const auto begin = [&] {
    connection_->begin();
    connection_->settle();
  };
  EXPECT_EQ(error_of(begin).kind(), ErrorKind::Connection);
  EXPECT_EQ(database_.connect()->query("SELECT COUNT(*) FROM t").rows.at(0).at(0), "0");
}

TEST_P(ServerConnectionTest, KilledWhileAStatementRuns) {
  std::jthread killer([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    const auto other = database_.connect();
    if (is_postgresql()) {
      other->query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%sleep(30)%' "
          "AND pid <> pg_backend_pid()");
    } else {
      const auto found = other->query(
          "SELECT id FROM information_schema.processlist WHERE info LIKE '%SLEEP(30)' AND "
          "id <> CONNECTION_ID() AND db = DATABASE()");
      other->execute("KILL " + found.rows.at(0).at(0).value());
    }
  });
  const Error error = error_of(
      [&] { connection_->query(is_postgresql() ? "SELECT pg_sleep(30)" : "SELECT SLEEP(30)"); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection) << error.what();
  EXPECT_THAT(error.what(), HasSubstr("the connection was lost: "));
}

TEST_P(ServerConnectionTest, SqlStates) {
  connection_->execute("CREATE TABLE t (id INT PRIMARY KEY)");
  connection_->execute("INSERT INTO t VALUES (1)");
  const auto state = [&](std::string_view statement) {
    return error_of([&] { connection_->execute(statement); }).sql()->sqlstate;
  };
  EXPECT_EQ(state("INSERT INTO t VALUES (1)"), is_postgresql() ? "23505" : "23000");
  EXPECT_EQ(state("SELECT * FROM nothing"), is_postgresql() ? "42P01" : "42S02");
  EXPECT_EQ(state("CREATE TABLE t (id INT)"), is_postgresql() ? "42P07" : "42S01");
}

}  // namespace
}  // namespace strata
