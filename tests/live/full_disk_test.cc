// No room left: the run says so and leaves nothing half done, and with more room the next one
// finishes.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/live/migration.h"
#include "tests/support/private_servers.h"
#include "tests/support/small_disk.h"

namespace strata::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr int kSqlFailed = 5;
constexpr int kConnectionLost = 6;

class FullDisk : public testing::Test {
 protected:
  // Thirty megabytes in the middle of the second changeset.
  Changelog changelog(const std::string& many_rows) {
    folder_.write("db.changelog.yaml", fmt::format(R"yaml(databaseChangeLog:
  - changeSet: {{id: 1, author: test, changes: [{{sql: create table first (a int)}}]}}
  - changeSet:
      id: 2
      author: test
      changes:
        - sql: create table second (a text)
        - sql: "insert into second {}"
        - sql: create table third (a int)
  - changeSet: {{id: 3, author: test, changes: [{{sql: create table fourth (a int)}}]}}
)yaml",
                                                   many_rows));
    return {"db.changelog.yaml", folder_.path().string(), ""};
  }

  static std::string ask(const std::string& url, const std::string& query) {
    std::string text;
    for (const auto& row : connect(options_for(url))->query(query).rows)
      for (const auto& cell : row) text += cell.value_or("\\N") + "\n";
    return text;
  }

  TemporaryFolder folder_;
};

// SQLite's limit on pages answers as a full disk does.
TEST_F(FullDisk, OnSqlite) {
  const LiveDatabase database(Vendor::Sqlite);
  const Changelog changelog = this->changelog("values (zeroblob(1000000))");
  const Outcome full =
      run_program(words({"update"}, changelog, database.url() + "?max_page_count=50"));
  EXPECT_EQ(full.exit_code, kSqlFailed) << full.output;
  EXPECT_THAT(full.output, HasSubstr("the disk is full"));
  EXPECT_THAT(full.output, HasSubstr("nothing of it remains"));
  EXPECT_EQ(count(database, "DATABASECHANGELOG"), "1\n");
  EXPECT_FALSE(is_locked(database));
  EXPECT_FALSE(database.connect()->schema().table("", "second"));
  const Outcome room = run_program(words({"update"}, changelog, database.url()));
  EXPECT_EQ(room.exit_code, 0) << room.output;
}

TEST_F(FullDisk, OfPostgresql) {
  const SmallDisk disk(24, "postgres");
  const PrivateServers servers;
  const std::string url = servers.variable("POSTGRESQL_URL");
  const std::string as_superuser =
      fmt::format("psql -X -q -h {} -p {} -U postgres -d postgres",
                  servers.variable("POSTGRESQL_SOCKET"), servers.variable("POSTGRESQL_PORT"));
  ASSERT_EQ(std::system(fmt::format("{} -c \"create tablespace small owner strata location '{}'\" "
                                    "-c 'create database small owner strata tablespace small'",
                                    as_superuser, disk.path())
                            .c_str()),
            0);
  const std::string small = url.substr(0, url.rfind('/')) + "/small";
  const Changelog changelog =
      this->changelog("select repeat(md5(i::text), 30) from generate_series(1, 30000) i");
  const Outcome full = run_program(words({"update"}, changelog, small));
  EXPECT_EQ(full.exit_code, kSqlFailed) << full.output;
  EXPECT_THAT(full.output, HasSubstr("No space left on device"));
  EXPECT_THAT(full.output, HasSubstr("nothing of it remains"));
  EXPECT_EQ(ask(small, "SELECT count(*) FROM databasechangelog"), "1\n");
  EXPECT_EQ(ask(small, "SELECT to_regclass('second')"), "\\N\n");
  EXPECT_EQ(ask(small, "SELECT locked FROM databasechangeloglock"), "f\n");
  disk.resize(200);
  const Outcome room = run_program(words({"update"}, changelog, small));
  EXPECT_EQ(room.exit_code, 0) << room.output;
  EXPECT_EQ(ask(small, "SELECT count(*) FROM second"), "30000\n");
}

// Without room for its log the server gives up altogether.
TEST_F(FullDisk, OfPostgresqlsLog) {
  const SmallDisk disk(48, "postgres");
  const PrivateServers servers;
  const std::string url = servers.variable("POSTGRESQL_URL");
  const std::string log = servers.variable("POSTGRESQL_DATA") + "/pg_wal";
  servers.control("down postgresql");
  ASSERT_EQ(
      std::system(
          fmt::format("cp -a {0}/. {1} && rm -rf {0} && ln -s {1} {0}", log, disk.path()).c_str()),
      0);
  servers.control("up postgresql");
  const Changelog changelog =
      this->changelog("select repeat(md5(i::text), 30) from generate_series(1, 100000) i");
  const Outcome full = run_program(words({"update"}, changelog, url));
  EXPECT_EQ(full.exit_code, kConnectionLost) << full.output;
  EXPECT_THAT(full.output, HasSubstr("failed after 1 of 3 changesets"));
  disk.resize(400);
  servers.control("crash postgresql");
  servers.control("up postgresql");
  EXPECT_EQ(ask(url, "SELECT count(*) FROM databasechangelog"), "1\n");
  EXPECT_EQ(ask(url, "SELECT to_regclass('second')"), "\\N\n");
  const Outcome room = run_program(words({"update"}, changelog, url));
  EXPECT_EQ(room.exit_code, 0) << room.output;
  EXPECT_EQ(ask(url, "SELECT count(*) FROM second"), "100000\n");
}

// A database whose files are elsewhere.
TEST_F(FullDisk, OfMariaDb) {
  const SmallDisk disk(12, "mysql");
  const PrivateServers servers;
  const std::string url = servers.variable("MARIADB_URL");
  std::filesystem::create_directory_symlink(disk.path(),
                                            servers.variable("MARIADB_DATA") + "/small");
  const std::string small = url.substr(0, url.rfind('/')) + "/small";
  const Changelog changelog = this->changelog("select repeat(md5(seq), 30) from seq_1_to_30000");
  const Outcome full = run_program(words({"update"}, changelog, small));
  EXPECT_EQ(full.exit_code, kSqlFailed) << full.output;
  EXPECT_THAT(full.output, HasSubstr("is full"));
  EXPECT_THAT(full.output, HasSubstr("1 statement of the changeset had been executed before"));
  EXPECT_EQ(ask(small, "SELECT count(*) FROM DATABASECHANGELOG"), "1\n");
  EXPECT_EQ(ask(small, "SELECT count(*) FROM second"), "0\n");
  EXPECT_EQ(ask(small, "SELECT LOCKED FROM DATABASECHANGELOGLOCK"), "0\n");
  disk.resize(200);
  const Outcome room = run_program(words({"update"}, changelog, small));
  EXPECT_EQ(room.exit_code, 0) << room.output;
  EXPECT_THAT(room.output, HasSubstr("going on behind its first statement"));
  EXPECT_EQ(ask(small, "SELECT count(*) FROM second"), "30000\n");
  EXPECT_EQ(ask(small, "SHOW TABLES LIKE 'STRATA_JOURNAL'"), "");
}

}  // namespace
}  // namespace strata::test
