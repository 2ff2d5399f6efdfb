// The library as a program sees it, by the C++ classes over the C interface, on SQLite.
#include <cstring>
#include <future>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <strata/sqlite.h>
#include <strata/strata.h>

#include "tests/support/temporary_folder.h"

namespace strata::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kTwo = R"(databaseChangeLog:
- changeSet:
    id: 1
    author: ann
    changes:
    - createTable: {tableName: person, columns: [{column: {name: id, type: int}}]}
- changeSet:
    id: 2
    author: ann
    changes:
    - tagDatabase: {tag: v1}
- changeSet:
    id: 3
    author: ann
    changes:
    - addColumn: {tableName: person, columns: [{column: {name: name, type: varchar(20)}}]}
)";

constexpr std::string_view kCustom = R"(databaseChangeLog:
- changeSet:
    id: 1
    author: ann
    changes: [{sql: create table t (a int)}]
    rollback: drop table t
- changeSet:
    id: 2
    author: ann
    changes: [{customChange: {class: com.acme.Fill, value: 7}}]
)";

std::vector<std::string> ids(const std::vector<Item>& items) {
  std::vector<std::string> all;
  for (const Item& item : items) all.push_back(item.change_set.id + " " + item.text);
  return all;
}

class MigrationTest : public testing::Test {
 protected:
  std::string url() const { return "sqlite:" + (folder_.path() / "test.db").string(); }

  Migration migration(std::string_view changelog = kTwo) const {
    Migration made(url());
    made.file("changelog.yaml", changelog).changelog_file("changelog.yaml");
    return made;
  }

  // The first value of a query.
  std::string value(const std::string& query) const {
    sqlite3* session = nullptr;
    sqlite3_open((folder_.path() / "test.db").c_str(), &session);
    std::string found = "nothing";
    sqlite3_exec(
        session, query.c_str(),
        [](void* to, int, char** values, char**) {
          *static_cast<std::string*>(to) = values[0] == nullptr ? "NULL" : values[0];
          return 0;
        },
        &found, nullptr);
    sqlite3_close(session);
    return found;
  }

  TemporaryFolder folder_;
};

template <typename Work>
Failure failure_of(const Work& work) {
  try {
    work();
  } catch (const Failure& failure) {
    return failure;
  }
  throw std::logic_error("no failure");
}

TEST_F(MigrationTest, ForthAndBack) {
  Migration migration = this->migration();
  EXPECT_THAT(ids(migration.plan().pending), ElementsAre("1 new", "2 new", "3 new"));
  EXPECT_EQ(value("select count(*) from sqlite_master"), "0");

  EXPECT_THAT(ids(migration.update_count(1).applied), ElementsAre("1 EXECUTED"));
  EXPECT_THAT(ids(migration.update_to_tag("v1").applied), ElementsAre("2 EXECUTED"));
  EXPECT_THAT(ids(migration.update().applied), ElementsAre("3 EXECUTED"));
  EXPECT_THAT(migration.update().applied, IsEmpty());

  // With the changeset that set the tag, as in the reference.
  EXPECT_THAT(ids(migration.rollback_to_tag("v1").applied), ElementsAre("3 ", "2 "));
  EXPECT_THAT(ids(migration.rollback_count(1).applied), ElementsAre("1 "));
  EXPECT_EQ(value("select count(*) from sqlite_master where name = 'person'"), "0");
  migration.update();
  EXPECT_THAT(migration.rollback_to_date("2020-01-31").applied, testing::SizeIs(3));
}

TEST_F(MigrationTest, StatusTellsWhoIsAhead) {
  migration().update();
  Migration older(url());
  older.file("changelog.yaml", kTwo.substr(0, kTwo.find("- changeSet:\n    id: 3")));
  older.changelog_file("changelog.yaml");
  const Report report = older.status();
  EXPECT_THAT(ids(report.applied), ElementsAre("1 EXECUTED", "2 EXECUTED", "3 EXECUTED"));
  EXPECT_THAT(report.pending, IsEmpty());
  EXPECT_THAT(ids(report.unexpected), ElementsAre("3 is not in the changelog"));
}

TEST_F(MigrationTest, StatusToleratesEdits) {
  migration().update_count(1);
  std::string edited(kTwo);
  edited.replace(edited.find("type: int"), 9, "type: bigint");
  Migration migration = this->migration(edited);
  EXPECT_THAT(ids(migration.status().pending), ElementsAre("2 new", "3 new"));
  const Failure failure = failure_of([&] { migration.plan(); });
  EXPECT_EQ(failure.kind(), Kind::Checksum);
  EXPECT_THAT(failure.mistakes(), testing::SizeIs(1));
}

TEST_F(MigrationTest, FilesOfAFolder) {
  folder_.write("sub/one.sql",
                "--liquibase formatted sql\n--changeset ann:1\ncreate table t (a int);\n");
  folder_.write("db.yaml",
                "databaseChangeLog:\n- includeAll: {path: sub, relativeToChangelogFile: true}\n");
  Migration migration(url());
  migration.set("search-path", folder_.path().string()).changelog_file("db.yaml");
  EXPECT_THAT(ids(migration.update().applied), ElementsAre("1 EXECUTED"));
}

TEST_F(MigrationTest, AllMistakesWithTheirPlaces) {
  Migration migration = this->migration(
      "databaseChangeLog:\n- changeSet:\n    id: 1\n    author: ann\n    changes:\n"
      "    - createTable: {tabelName: a}\n    - dropTabel: {tableName: b}\n");
  const Failure failure = failure_of([&] { migration.update(); });
  EXPECT_EQ(failure.kind(), Kind::Changelog);
  EXPECT_STREQ(failure.what(), "changelog.yaml is invalid; nothing was executed");
  ASSERT_GE(failure.mistakes().size(), 2U);
  EXPECT_EQ(failure.mistakes()[0].path, "changelog.yaml");
  EXPECT_EQ(failure.mistakes()[0].line, 6U);
  EXPECT_EQ(failure.mistakes()[0].hint, "did you mean 'tableName'?");
  EXPECT_THAT(failure.text(), HasSubstr("^~~~~~~~~ did you mean 'tableName'?"));
}

TEST_F(MigrationTest, ARefusedStatementWithWhatWasDoneBefore) {
  Migration migration = this->migration(
      "databaseChangeLog:\n"
      "- changeSet: {id: 1, author: ann, changes: [{sql: create table t (a int)}]}\n"
      "- changeSet: {id: 2, author: ann, changes: [{sql: create tabel u (a int)}]}\n");
  const Failure failure = failure_of([&] { migration.update(); });
  EXPECT_EQ(failure.kind(), Kind::Sql);
  EXPECT_EQ(failure.statement(), "create tabel u (a int)");
  EXPECT_EQ(failure.vendor_code(), SQLITE_ERROR);
  EXPECT_THAT(ids(failure.report().applied), ElementsAre("1 EXECUTED"));
}

TEST_F(MigrationTest, SettingsAreChecked) {
  Migration migration(url());
  const Failure unknown = failure_of([&] { migration.set("lock-wate", "3"); });
  EXPECT_EQ(unknown.kind(), Kind::Usage);
  EXPECT_EQ(unknown.hint(), "did you mean 'lock-wait'?");
  EXPECT_THAT(failure_of([&] { migration.set("lock-wait", "long"); }).what(), HasSubstr("'long'"));
  EXPECT_THAT(failure_of([&] { migration.set("resume", "perhaps"); }).hint(),
              HasSubstr("ask, done, not-done"));
  EXPECT_THAT(failure_of([&] { migration.set("restrict-paths", "maybe"); }).hint(),
              HasSubstr("true, false"));
  EXPECT_STREQ(failure_of([&] { migration.update(); }).what(),
               "no changelog: --changelog-file is missing");
}

TEST_F(MigrationTest, PasswordsAreNotTold) {
  Migration migration("postgresql://app:s3cret@127.0.0.1:1/shop");
  migration.file("a.yaml", kTwo).changelog_file("a.yaml");
  const Failure failure = failure_of([&] { migration.update(); });
  EXPECT_EQ(failure.kind(), Kind::Connection);
  EXPECT_THAT(failure.text(), testing::Not(HasSubstr("s3cret")));
}

TEST_F(MigrationTest, Parameters) {
  Migration migration = this->migration(
      "databaseChangeLog:\n"
      "- changeSet: {id: 1, author: ann, changes: [{sql: \"create table ${name} (a int)\"}]}\n");
  migration.parameter("name", "given").update();
  EXPECT_EQ(value("select name from sqlite_master where name = 'given'"), "given");
}

TEST_F(MigrationTest, TheScriptOfAnUpdate) {
  Migration migration = this->migration();
  EXPECT_THAT(migration.update_sql(), AllOf(HasSubstr("CREATE TABLE person (id INTEGER);"),
                                            HasSubstr("INSERT INTO DATABASECHANGELOG")));
  EXPECT_EQ(value("select count(*) from sqlite_master"), "0");
}

class Recorder final : public Observer {
 public:
  void change_set_starts(const ChangeSet& change_set, std::size_t index,
                         std::size_t total) override {
    heard.push_back(fmt::format("{} {}/{}", change_set.id, index, total));
  }
  void rollback_starts(const ChangeSet& change_set, std::size_t index, std::size_t total) override {
    heard.push_back(fmt::format("back {} {}/{}", change_set.id, index, total));
  }
  void statement_ended(const std::string& sql, std::int64_t rows,
                       std::chrono::milliseconds) override {
    heard.push_back(fmt::format("{} -> {}", sql, rows));
  }
  void message(Level level, const std::string& text) override {
    heard.push_back(fmt::format("{} {}", level == Level::Warning ? "warning" : "info", text));
  }

  std::vector<std::string> heard;
};

TEST_F(MigrationTest, AnObserverHearsOfEverything) {
  Recorder recorder;
  Migration migration = this->migration(
      "databaseChangeLog:\n"
      "- changeSet: {id: 1, author: ann, changes: [{sql: create table t (a int)}, {output: "
      "{message: hello}}], rollback: drop table t}\n");
  migration.observe(recorder);
  migration.update();
  migration.rollback_count(1);
  EXPECT_THAT(recorder.heard, ElementsAre("1 1/1", "create table t (a int) -> 0", "info hello",
                                          "back 1 1/1", "drop table t -> 0"));
}

// Through the library, which knows nothing of it.
TEST_F(MigrationTest, WhatAnObserverThrowsComesOut) {
  struct Thrower final : Observer {
    void change_set_starts(const ChangeSet& change_set, std::size_t, std::size_t) override {
      if (change_set.id == "2") throw std::domain_error("enough");
    }
  } thrower;
  Migration migration = this->migration();
  migration.observe(thrower);
  EXPECT_THROW(migration.update(), std::domain_error);
  EXPECT_EQ(value("select count(*) from databasechangelog where id <> '3'"), "2");
  EXPECT_EQ(value("select locked from databasechangeloglock"), "0");
}

TEST_F(MigrationTest, CustomChanges) {
  Migration migration = this->migration(kCustom);
  migration.custom_change(
      "com.acme.Fill",
      [](CustomChange& change) {
        EXPECT_FALSE(change.parameter("other"));
        change.execute("insert into t values (" + change.parameter("value").value() +
                       "); insert into t values (8)");
      },
      [](CustomChange& change) { change.execute("delete from t"); });
  migration.update();
  EXPECT_EQ(value("select sum(a) from t"), "15");
  migration.rollback_count(1);
  EXPECT_EQ(value("select count(*) from t"), "0");
}

TEST_F(MigrationTest, CustomChangesThatFail) {
  Migration refused = this->migration(kCustom);
  refused.custom_change("com.acme.Fill", [](CustomChange& change) {
    change.execute("insert into nowhere values (1)");
  });
  const Failure failure = failure_of([&] { refused.update(); });
  EXPECT_EQ(failure.kind(), Kind::Sql);
  EXPECT_EQ(failure.statement(), "insert into nowhere values (1)");

  Migration thrown = this->migration(kCustom);
  thrown.custom_change("com.acme.Fill",
                       [](CustomChange&) { throw std::runtime_error("no such customer"); });
  EXPECT_THAT(failure_of([&] { thrown.update(); }).text(), HasSubstr("no such customer"));

  Migration unknown = this->migration(kCustom);
  EXPECT_EQ(failure_of([&] { unknown.update(); }).kind(), Kind::Changelog);
  EXPECT_EQ(value("select count(*) from databasechangelog"), "1");
}

TEST_F(MigrationTest, Tags) {
  Migration migration = this->migration();
  migration.update_count(1);
  migration.tag("here");
  EXPECT_EQ(value("select tag from databasechangelog"), "here");
}

TEST_F(MigrationTest, CancelledBeforeItBegins) {
  Migration migration = this->migration();
  migration.cancel();
  EXPECT_EQ(failure_of([&] { migration.update(); }).kind(), Kind::Interrupted);
  EXPECT_EQ(value("select count(*) from sqlite_master"), "0");
}

TEST_F(MigrationTest, CancelledFromAnotherThread) {
  Migration migration = this->migration(
      "databaseChangeLog:\n"
      "- changeSet: {id: 1, author: ann, changes: [{sql: create table t (a int)}]}\n"
      "- changeSet: {id: 2, author: ann, changes: [{sql: \"with recursive n(i) as (select 1 union "
      "all select i + 1 from n) select count(*) from n\"}]}\n");
  struct Starter final : Observer {
    void change_set_starts(const ChangeSet& change_set, std::size_t, std::size_t) override {
      if (change_set.id == "2") begun.set_value();
    }
    std::promise<void> begun;
  } starter;
  migration.observe(starter);
  std::thread canceller([&] {
    starter.begun.get_future().wait();
    // Into the statement, which never ends.
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    migration.cancel();
  });
  const Failure failure = failure_of([&] { migration.update(); });
  canceller.join();
  EXPECT_EQ(failure.kind(), Kind::Interrupted);
  EXPECT_THAT(ids(failure.report().applied), ElementsAre("1 EXECUTED"));
}

TEST_F(MigrationTest, ASessionOfTheProgram) {
  sqlite3* session = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &session), SQLITE_OK);
  {
    Migration migration;
    migration.file("changelog.yaml", kTwo).changelog_file("changelog.yaml");
    adopt(migration, session);
    migration.update();
    EXPECT_THAT(migration.update().applied, IsEmpty());
    sqlite3_exec(session, "begin", nullptr, nullptr, nullptr);
    EXPECT_EQ(failure_of([&] { migration.update(); }).kind(), Kind::Usage);
    sqlite3_exec(session, "commit", nullptr, nullptr, nullptr);
  }
  EXPECT_EQ(
      sqlite3_exec(session, "insert into person values (1, 'ann')", nullptr, nullptr, nullptr),
      SQLITE_OK);
  EXPECT_EQ(sqlite3_close(session), SQLITE_OK);
}

TEST_F(MigrationTest, ItMayBeMoved) {
  Recorder recorder;
  Migration first = migration();
  first.observe(recorder);
  Migration second = std::move(first);
  second.update_count(1);
  EXPECT_THAT(recorder.heard, testing::Contains("1 1/1"));
}

TEST(CInterface, NullIsAnError) {
  strata_migration* migration = strata_new();
  for (strata_error* error :
       {strata_set(migration, nullptr, "x"), strata_set(migration, "url", nullptr),
        strata_set_parameter(migration, "name", nullptr),
        strata_adopt(migration, "sqlite", nullptr), strata_add_driver(migration, nullptr),
        strata_add_driver_entry(migration, nullptr), strata_set_observer(migration, nullptr),
        strata_update_to_tag(migration, nullptr, nullptr),
        strata_add_custom_change(migration, "a", nullptr, nullptr, nullptr)}) {
    ASSERT_NE(error, nullptr);
    EXPECT_EQ(strata_error_kind(error), STRATA_USAGE) << strata_error_text(error);
    strata_error_free(error);
  }
  strata_free(migration);
  strata_free(nullptr);
  strata_error_free(nullptr);
  strata_report_free(nullptr);
}

TEST(CInterface, BehindTheEndOfAListIsNothing) {
  strata_migration* migration = strata_new();
  strata_set(migration, "url", "sqlite::memory:");
  strata_error* error = strata_update(migration, nullptr);
  ASSERT_NE(error, nullptr);
  EXPECT_STREQ(strata_error_mistake(error, 99).message, "");
  strata_error_free(error);
  strata_free(migration);
}

// An observer of a program that was built when there was less to hear.
TEST(CInterface, ShorterObservers) {
  strata_migration* migration = strata_new();
  strata_observer observer{};
  observer.size = offsetof(strata_observer, message);
  observer.message = [](void*, strata_level, const char*) { FAIL() << "is not known of"; };
  EXPECT_EQ(strata_set_observer(migration, &observer), nullptr);
  const char* text =
      "databaseChangeLog:\n- changeSet: {id: 1, author: a, changes: [{output: {message: x}}]}\n";
  const strata_file file{"a.yaml", text, std::strlen(text)};
  const strata_files files{&file, 1};
  strata_add_files(migration, &files);
  strata_set(migration, "changelog-file", "a.yaml");
  strata_set(migration, "url", "sqlite::memory:");
  EXPECT_EQ(strata_update(migration, nullptr), nullptr);
  strata_free(migration);
}

// What programs were built with.
static_assert(STRATA_INTERNAL == 1 && STRATA_USAGE == 2 && STRATA_CHANGELOG == 3 &&
              STRATA_CHECKSUM == 4 && STRATA_SQL == 5 && STRATA_CONNECTION == 6 &&
              STRATA_LOCK == 7 && STRATA_ROLLBACK == 8 && STRATA_STOPPED == 9 &&
              STRATA_PRECONDITION == 10 && STRATA_HALF_DONE == 12 && STRATA_INTERRUPTED == 130);
static_assert(STRATA_APPLIED == 1 && STRATA_PENDING == 2 && STRATA_SKIPPED == 3 &&
              STRATA_TOLERATED == 4 && STRATA_IN_DOUBT == 5 && STRATA_UNEXPECTED == 6);
static_assert(sizeof(strata_mistake) == 48 && sizeof(strata_item) == 40 &&
              sizeof(strata_file) == 24 && sizeof(strata_change_set) == 24 &&
              offsetof(strata_observer, message) == 56);

}  // namespace
}  // namespace strata::test
