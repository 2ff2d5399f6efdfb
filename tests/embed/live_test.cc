// The library on servers: by address, over sessions that a program has, from many threads.
#include <atomic>
#include <memory>
#include <thread>

#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mysql_driver.h>
#include <strata/mysql.h>
#include <strata/postgresql.h>
#include <pqxx/pqxx>

#include "tests/support/live_database.h"

namespace strata::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kChangelog = R"(databaseChangeLog:
- changeSet:
    id: 1
    author: ann
    changes:
    - createTable: {tableName: person, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- changeSet:
    id: 2
    author: ann
    changes:
    - insert: {tableName: person, columns: [{column: {name: id, valueNumeric: 1}}]}
    rollback: delete from person
)";

Migration with_changelog(Migration migration) {
  migration.file("changelog.yaml", kChangelog).changelog_file("changelog.yaml");
  return migration;
}

std::string first_value(const LiveDatabase& database, const std::string& query) {
  return database.connect()->query(query).rows.at(0).at(0).value_or("NULL");
}

class EmbeddedTest : public testing::TestWithParam<Vendor> {
 protected:
  LiveDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Vendors, EmbeddedTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(EmbeddedTest, ForthAndBack) {
  Migration migration = with_changelog(Migration(database_.url()));
  EXPECT_THAT(migration.update().applied, SizeIs(2));
  EXPECT_EQ(first_value(database_, "select count(*) from person"), "1");
  EXPECT_THAT(migration.rollback_count(2).applied, SizeIs(2));
}

TEST_P(EmbeddedTest, EightThreadsAtOnce) {
  std::atomic<std::size_t> applied = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      try {
        applied += with_changelog(Migration(database_.url())).update().applied.size();
      } catch (const Failure& failure) {
        ADD_FAILURE() << failure.text();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(applied, 2U);
  EXPECT_EQ(first_value(database_, "select count(*) from person"), "1");
}

TEST(AdoptedSession, OfLibpqxx) {
  const LiveDatabase database(Vendor::Postgresql);
  pqxx::connection session(database.url());
  const auto setting = [&](const char* name) {
    pqxx::nontransaction work(session);
    return work.exec(std::string("show ") + name)[0][0].as<std::string>();
  };
  pqxx::nontransaction(session).exec("set timezone = 'Asia/Tokyo'");
  pqxx::nontransaction(session).exec("set datestyle = 'German, DMY'");
  {
    Migration migration = with_changelog(Migration());
    adopt(migration, session);
    migration.set("default-schema-name", "public");
    EXPECT_THAT(migration.update().applied, SizeIs(2));
    EXPECT_THAT(migration.update().applied, IsEmpty());
    EXPECT_THAT(migration.rollback_count(1).applied, SizeIs(1));
    pqxx::work open(session);
    open.exec("select 1");
    try {
      migration.update();
      ADD_FAILURE() << "an open transaction was taken";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), Kind::Usage) << failure.text();
    }
    open.commit();
  }
  EXPECT_EQ(setting("timezone"), "Asia/Tokyo");
  EXPECT_EQ(setting("datestyle"), "German, DMY");
  EXPECT_EQ(setting("search_path"), "\"$user\", public");
  pqxx::work after(session);
  EXPECT_EQ(after.exec("select count(*) from person")[0][0].as<int>(), 0);
}

TEST(AdoptedSession, OfLibpqThatIsLost) {
  const LiveDatabase database(Vendor::Postgresql);
  const std::unique_ptr<PGconn, void (*)(PGconn*)> session(PQconnectdb(database.url().c_str()),
                                                           PQfinish);
  Migration migration = with_changelog(Migration());
  adopt(migration, session.get());
  EXPECT_THAT(migration.update().applied, SizeIs(2));
  database.connect()->execute("select pg_terminate_backend(" +
                              std::to_string(PQbackendPID(session.get())) + ")");
  for (int i = 0; i < 2; ++i) {
    try {
      migration.rollback_count(1);
      ADD_FAILURE() << "the session was there";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), Kind::Connection) << failure.text();
    }
  }
}

TEST(AdoptedSession, OfMySqlConnector) {
  const LiveDatabase database(Vendor::MariaDb);
  const driver::ConnectOptions options = database.options();
  ::sql::ConnectOptionsMap map;
  map["hostName"] = options.url.host;
  map["port"] = options.url.port.value();
  map["userName"] = options.user;
  map["password"] = options.password;
  map["schema"] = options.url.database;
  const std::unique_ptr<::sql::Connection> session(
      ::sql::mysql::get_driver_instance()->connect(map));
  {
    Migration migration = with_changelog(Migration());
    adopt(migration, *session);
    EXPECT_THAT(migration.update().applied, SizeIs(2));
    EXPECT_THAT(migration.rollback_count(1).applied, SizeIs(1));
    session->setAutoCommit(false);
    try {
      migration.update();
      ADD_FAILURE() << "a session without auto-commit was taken";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), Kind::Usage) << failure.text();
    }
    session->setAutoCommit(true);
  }
  const std::unique_ptr<::sql::Statement> statement(session->createStatement());
  const std::unique_ptr<::sql::ResultSet> rows(
      statement->executeQuery("select count(*) from person"));
  ASSERT_TRUE(rows->next());
  EXPECT_EQ(rows->getInt(1), 0);
}

}  // namespace
}  // namespace strata::test
