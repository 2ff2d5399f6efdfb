// Rows loaded from files arrive as they were meant, and all or none of them.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/live/migration.h"
#include "tests/support/temporary_folder.h"

namespace strata::test {
namespace {

class LoadTest : public testing::TestWithParam<Vendor> {
 protected:
  Outcome run(const Changelog& changelog) {
    return run_program(words({"update"}, changelog, database_.url()));
  }

  LiveDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Vendors, LoadTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(LoadTest, ValuesOfAllTypes) {
  const Outcome outcome = run({"load.yaml", std::string(STRATA_SOURCE_DIR) + "/tests/live", ""});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT id, name, note FROM person ORDER BY id"),
            "1\tAnn\ta, \"q\" b\n2\tBob\tit's\n3\t\t\n4\ta\\b\t\\N\n5\t  pad \ttwo\nlines\n"
            "6\tü€😀\t$$\n7\tEve; the last\t\\N\n");
  EXPECT_EQ(query_text(database_, "SELECT id FROM person WHERE active ORDER BY id"), "1\n3\n6\n");
  EXPECT_EQ(query_text(database_, "SELECT count(*) FROM person WHERE active IS NULL"), "2\n");
  EXPECT_EQ(query_text(database_, "SELECT id FROM person WHERE born = '2020-01-02' ORDER BY id"),
            "1\n5\n");
  EXPECT_EQ(query_text(database_,
                       "SELECT id FROM person WHERE made = '2020-01-02 03:04:05' "
                       "ORDER BY id"),
            "1\n2\n4\n");
  EXPECT_EQ(query_text(database_,
                       "SELECT id FROM person WHERE amount = 100 OR amount = 7 OR "
                       "amount = -3 ORDER BY id"),
            "2\n4\n5\n");
}

TEST_P(LoadTest, BadRowsAreAllToldAndNothingStays) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "db.yaml") << R"(databaseChangeLog:
- changeSet: {id: 1, author: a, changes: [{createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: d, type: date}}]}}]}
- changeSet: {id: 2, author: a, changes: [{loadData: {tableName: t, file: t.csv}}]}
)";
  std::ofstream csv(folder.path() / "t.csv");
  csv << "id,d\n";
  for (int i = 0; i < 2000; ++i) csv << i << ",2020-01-02\n";
  csv << "x,2020-01-02\n3,soon\n4\n5,2020-01-02\n";
  csv.close();
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  EXPECT_EQ(outcome.exit_code, 3) << outcome.output;
  EXPECT_NE(outcome.output.find("t.csv:2002: error: id: 'x' is no number\n"
                                "t.csv:2003: error: d: 'soon' is no date or time\n"
                                "t.csv:2004: error: 1 values for 2 columns\n"),
            std::string::npos)
      << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT count(*) FROM t"), "0\n");
  EXPECT_EQ(count(database_, history_table(database_)), "1\n");
}

// On MariaDB the table's engine undoes the rows; there is no CREATE in the changeset.
TEST_P(LoadTest, ManyRows) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "db.yaml") << R"(databaseChangeLog:
- changeSet: {id: 1, author: a, changes: [{createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: s, type: varchar(20)}}]}}, {loadData: {tableName: t, file: t.csv}}]}
)";
  std::ofstream csv(folder.path() / "t.csv");
  csv << "id,s\n";
  for (int i = 0; i < 20000; ++i) csv << i << ",row " << i << "\n";
  csv.close();
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT count(*), min(id), max(id) FROM t"), "20000\t0\t19999\n");
}

}  // namespace
}  // namespace strata::test
