// Indexes beyond the reference's.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/live/migration.h"
#include "tests/support/temporary_folder.h"

namespace strata::test {
namespace {

constexpr std::string_view kTable =
    "{createTable: {tableName: t, columns: [{column: {name: k, type: int}}, {column: {name: s, "
    "type: varchar(20)}}]}}, {insert: {tableName: t, columns: [{column: {name: k, valueNumeric: "
    "1}}]}}, {insert: {tableName: t, columns: [{column: {name: k, valueNumeric: 1}}]}}";

class IndexTest : public testing::TestWithParam<Vendor> {
 protected:
  // Makes the table, then runs a changeset of its own with the changes.
  Outcome run(const std::string& changes) {
    std::ofstream(folder_.path() / "db.yaml")
        << "databaseChangeLog:\n- changeSet: {id: 1, author: me, changes: [" << kTable
        << "]}\n- changeSet: {id: 2, author: me, changes: [" << changes << "]}\n";
    return run_program(words({"update"}, changelog(), database_.url()));
  }
  Changelog changelog() const { return {"db.yaml", folder_.path().string(), ""}; }

  LiveDatabase database_{GetParam()};
  TemporaryFolder folder_;
};

class PostgresqlIndexTest : public IndexTest {};

INSTANTIATE_TEST_SUITE_P(Vendors, IndexTest, testing::Values(Vendor::Sqlite, Vendor::Postgresql),
                         [](const auto& tested) { return to_string(tested.param); });
INSTANTIATE_TEST_SUITE_P(Vendors, PostgresqlIndexTest, testing::Values(Vendor::Postgresql),
                         [](const auto& tested) { return to_string(tested.param); });

// Only some rows are in it: the others may be alike.
TEST_P(IndexTest, OfSomeRows) {
  const Outcome outcome = run(
      "{createIndex: {tableName: t, indexName: i, unique: true, where: s IS NOT NULL, columns: "
      "[{column: {name: k}}]}}, {insert: {tableName: t, columns: [{column: {name: k, valueNumeric: "
      "1}}, {column: {name: s, value: x}}]}}");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THROW(query_text(database_, "INSERT INTO t (k, s) VALUES (1, 'y')"), Error);
}

TEST_P(PostgresqlIndexTest, BackAndForthConcurrently) {
  const Outcome outcome = run(
      "{createIndex: {tableName: t, indexName: i, concurrently: true, using: btree, include: s, "
      "columns: [{column: {name: k, descending: true}}, {column: {name: lower(s)}}]}}");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  const std::string made =
      query_text(database_, "SELECT indexdef FROM pg_indexes WHERE indexname = 'i'");
  EXPECT_EQ(made,
            "CREATE INDEX i ON public.t USING btree (k DESC, lower((s)::text)) INCLUDE (s)\n");
  const Outcome back =
      run_program(words({"rollback-count", "--count=1"}, changelog(), database_.url()));
  EXPECT_EQ(back.exit_code, 0) << back.output;
  EXPECT_EQ(query_text(database_, "SELECT count(*) FROM pg_indexes WHERE indexname = 'i'"), "0\n");
}

TEST_P(PostgresqlIndexTest, NoTransactionForItAndOthers) {
  const Outcome outcome = run(
      "{createIndex: {tableName: t, indexName: i, concurrently: true, columns: [{column: {name: "
      "k}}]}}, {output: {message: x}}");
  EXPECT_EQ(outcome.exit_code, 3) << outcome.output;
  EXPECT_NE(outcome.output.find("PostgreSQL does not do this in a transaction with other changes"),
            std::string::npos)
      << outcome.output;
  EXPECT_NE(outcome.output.find("runInTransaction: false"), std::string::npos) << outcome.output;
}

// What is for other databases does not count.
TEST_P(PostgresqlIndexTest, AloneOnThisDatabase) {
  const Outcome outcome = run(
      "{createIndex: {tableName: t, indexName: i, concurrently: true, columns: [{column: {name: "
      "k}}]}}, {sql: {sql: select nonsense, dbms: oracle}}");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
}

TEST_P(PostgresqlIndexTest, NoTransactionOnTheWayBackEither) {
  const Outcome outcome = run(
      "{sql: select 1}], rollback: [{dropIndex: {indexName: i, concurrently: true}}, {sql: select "
      "2}");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  const Outcome back =
      run_program(words({"rollback-count", "--count=1"}, changelog(), database_.url()));
  EXPECT_EQ(back.exit_code, 3) << back.output;
  EXPECT_NE(back.output.find("in a transaction with other changes"), std::string::npos)
      << back.output;
}

TEST_P(PostgresqlIndexTest, WhatIsLeftOfAFailedOne) {
  const Outcome outcome =
      run("{createIndex: {tableName: t, indexName: i, unique: true, concurrently: true, columns: "
          "[{column: {name: k}}]}}");
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output;
  EXPECT_NE(outcome.output.find("the next run drops it and builds it again"), std::string::npos)
      << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "1\n");
}

}  // namespace
}  // namespace strata::test
