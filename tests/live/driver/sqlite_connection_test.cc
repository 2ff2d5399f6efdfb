#include <filesystem>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/live_database.h"

namespace strata {
namespace {

using test::error_of;
using test::TemporaryFolder;
using testing::HasSubstr;

std::unique_ptr<driver::Connection> open(const std::string& url) {
  return test::connect(test::options_for(url));
}

std::string scalar(driver::Connection& connection, std::string_view sql) {
  return connection.query(sql).rows.at(0).at(0).value_or("NULL");
}

class SqliteConnectionTest : public testing::Test {
 protected:
  std::string url(const std::string& parameters = "") const {
    return "jdbc:sqlite:" + folder_.file("a.db") + parameters;
  }
  TemporaryFolder folder_;
};

TEST_F(SqliteConnectionTest, CreatesTheFileOnTheFirstWrite) {
  open(url())->execute("CREATE TABLE t (id INTEGER)");
  EXPECT_EQ(scalar(*open(url()), "SELECT COUNT(*) FROM t"), "0");
}

TEST_F(SqliteConnectionTest, Memory) {
  EXPECT_EQ(scalar(*open("jdbc:sqlite:"), "SELECT 1"), "1");
  EXPECT_EQ(scalar(*open("sqlite::memory:"), "SELECT 1"), "1");
}

TEST_F(SqliteConnectionTest, MissingFolder) {
  const Error error = error_of([&] { open("sqlite:" + folder_.file("no/such/a.db")); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection);
  EXPECT_EQ(error.what(), "cannot open " + folder_.file("no/such/a.db") + ": the folder " +
                              folder_.file("no/such") + " does not exist");
}

TEST_F(SqliteConnectionTest, FolderAsFile) {
  const Error error = error_of([&] { open("sqlite:" + folder_.path().string()); });
  EXPECT_EQ(error.what(), "cannot open " + folder_.path().string() + ": it is a folder");
}

TEST_F(SqliteConnectionTest, NotADatabase) {
  const std::string file =
      folder_.write("readme.txt", "This is a text that is long enough to have a header's size.");
  const Error error = error_of([&] { open("sqlite:" + file); });
  EXPECT_EQ(error.kind(), ErrorKind::Connection);
  EXPECT_EQ(error.what(), "cannot open " + file + ": it is not an SQLite database");
}

TEST_F(SqliteConnectionTest, ReadOnlyConnection) {
  open(url())->execute("CREATE TABLE t (id INTEGER)");
  for (const char* parameters : {"?mode=ro", "?open_mode=1"}) {
    const auto connection = open(url(parameters));
    EXPECT_EQ(scalar(*connection, "SELECT COUNT(*) FROM t"), "0");
    const Error error = error_of([&] { connection->execute("INSERT INTO t VALUES (1)"); });
    EXPECT_EQ(error.kind(), ErrorKind::Sql);
    EXPECT_STREQ(error.what(), "attempt to write a readonly database");
    EXPECT_EQ(error.hint(), "the file, its folder or the connection does not allow writing");
  }
}

TEST_F(SqliteConnectionTest, MissingFileReadOnly) {
  const Error error = error_of([&] { open(url("?mode=ro")); });
  EXPECT_THAT(error.what(), testing::EndsWith("does not exist and cannot be created"));
}

TEST_F(SqliteConnectionTest, FileNamesWithOddCharacters) {
  for (const char* name : {"a b.db", "50%.db", "ä#1.db", "x;y.db"}) {
    open("jdbc:sqlite:" + folder_.file(name))->execute("CREATE TABLE t (id INTEGER)");
    EXPECT_TRUE(std::filesystem::exists(folder_.file(name)));
    EXPECT_EQ(
        scalar(*open("jdbc:sqlite:" + folder_.file(name) + "?mode=ro"), "SELECT COUNT(*) FROM t"),
        "0");
  }
}

TEST_F(SqliteConnectionTest, ForeignKeysAreEnforcedWhenAskedFor) {
  const auto connection = open(url("?foreign_keys=true"));
  connection->execute("CREATE TABLE p (id INTEGER PRIMARY KEY)");
  connection->execute("CREATE TABLE c (p_id INTEGER REFERENCES p (id) ON DELETE CASCADE)");
  connection->begin();
  const Error broken = error_of([&] { connection->execute("INSERT INTO c VALUES (7)"); });
  EXPECT_EQ(broken.kind(), ErrorKind::Sql);
  connection->execute("INSERT INTO p VALUES (7)");
  connection->execute("INSERT INTO c VALUES (7)");
  connection->execute("DELETE FROM p");
  connection->commit();
  EXPECT_EQ(scalar(*connection, "SELECT COUNT(*) FROM c"), "0");
}

TEST_F(SqliteConnectionTest, DeferredForeignKeysThatAreViolatedAreNamed) {
  const auto connection = open(url("?foreign_keys=true"));
  connection->execute("CREATE TABLE p (id INTEGER PRIMARY KEY)");
  connection->execute(
      "CREATE TABLE c (p_id INTEGER REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)");
  connection->begin();
  connection->execute("INSERT INTO c VALUES (7)");
  const Error broken = error_of([&] { connection->commit(); });
  EXPECT_EQ(broken.kind(), ErrorKind::Sql);
  EXPECT_STREQ(broken.what(),
               "foreign key violated: row 1 of c refers to a row of p that is not there");
  connection->rollback();
  EXPECT_EQ(scalar(*connection, "SELECT COUNT(*) FROM c"), "0");
}

TEST_F(SqliteConnectionTest, ForeignKeysAreNotCheckedUnlessAskedFor) {
  const auto connection = open(url());
  connection->execute("CREATE TABLE c (p_id INTEGER REFERENCES p (id))");
  connection->begin();
  connection->execute("INSERT INTO c VALUES (7)");
  EXPECT_NO_THROW(connection->commit());
}

TEST_F(SqliteConnectionTest, Parameters) {
  EXPECT_NO_THROW(open(url("?date_class=TEXT&something=else")));
  const Error unknown =
      error_of([&] { open("sqlite:" + folder_.file("a.db") + "?foreign_key=1"); });
  EXPECT_EQ(unknown.kind(), ErrorKind::Usage);
  EXPECT_EQ(unknown.hint(), "did you mean 'foreign_keys'?");
  EXPECT_EQ(error_of([&] { open(url("?busy_timeout=soon")); }).kind(), ErrorKind::Usage);
  EXPECT_EQ(error_of([&] { open(url("?journal_mode=a';DROP")); }).kind(), ErrorKind::Usage);
}

TEST_F(SqliteConnectionTest, WaitsForAnotherWriter) {
  const auto first = open(url());
  const auto second = open(url());
  first->execute("CREATE TABLE t (id INTEGER)");
  first->begin();
  first->execute("INSERT INTO t VALUES (1)");
  std::jthread end([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    first->commit();
  });
  second->begin();
  second->execute("INSERT INTO t VALUES (2)");
  second->commit();
  EXPECT_EQ(scalar(*second, "SELECT COUNT(*) FROM t"), "2");
}

TEST_F(SqliteConnectionTest, GivesUpOnAnotherWriter) {
  const auto first = open(url());
  first->execute("CREATE TABLE t (id INTEGER)");
  first->begin();
  const auto second = open(url("?busy_timeout=50"));
  const Error error = error_of([&] { second->begin(); });
  EXPECT_EQ(error.kind(), ErrorKind::Sql);
  EXPECT_STREQ(error.what(), "database is locked");
  EXPECT_EQ(error.hint(), "another program is writing to the file; try again when it has finished");
}

TEST_F(SqliteConnectionTest, SeveralStatementsInOneText) {
  const auto connection = open(url());
  const std::string text = "CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1), (2); -- end";
  EXPECT_EQ(connection->execute(text), 2);
  const std::string wrong = "INSERT INTO t VALUES (3); INSERT INTO nowhere VALUES (4)";
  const Error error = error_of([&] { connection->execute(wrong); });
  EXPECT_STREQ(error.what(), "no such table: nowhere");
}

TEST_F(SqliteConnectionTest, OffsetBehindAnEarlierStatement) {
  const std::string wrong = "SELECT 1; SELECT nothing_here";
  const Error error = error_of([&] { open(url())->execute(wrong); });
  EXPECT_EQ(error.sql()->offset, wrong.find("nothing_here"));
}

TEST_F(SqliteConnectionTest, Values) {
  const auto connection = open(url());
  const driver::ResultSet result =
      connection->query("SELECT x'00ff00', 1.5, 9223372036854775807, x'', 'a' || char(0) || 'b'");
  EXPECT_EQ(result.rows.at(0), (std::vector<std::optional<std::string>>{
                                   std::string("\0\xff\0", 3), "1.5", "9223372036854775807", "",
                                   std::string("a\0b", 3)}));
}

TEST_F(SqliteConnectionTest, ConstraintHasItsExtendedCode) {
  const auto connection = open(url());
  connection->execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
  connection->execute("INSERT INTO t VALUES (1)");
  const Error error = error_of([&] { connection->execute("INSERT INTO t VALUES (1)"); });
  EXPECT_EQ(error.sql()->vendor_code, 1555);  // SQLITE_CONSTRAINT_PRIMARYKEY
  EXPECT_STREQ(error.what(), "UNIQUE constraint failed: t.id");
}

}  // namespace
}  // namespace strata
