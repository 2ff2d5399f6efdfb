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

// A changelog `db.yaml` with these changes in one changeset behind one that makes table t, and the
// rows in t.csv.
void write_changelog(const TemporaryFolder& folder, const std::string& changes,
                     const std::string& rows) {
  std::ofstream(folder.path() / "db.yaml") << R"(databaseChangeLog:
- changeSet: {id: 1, author: a, changes: [{createTable: {tableName: t, columns: [
    {column: {name: k, type: int}}, {column: {name: s, type: varchar(20), constraints: {nullable: false}}},
    {column: {name: n, type: int}}, {column: {name: other, type: varchar(20), defaultValue: kept}}]}}]}
- changeSet: {id: 2, author: a, changes: [)"
                                           << changes << "]}\n";
  std::ofstream(folder.path() / "t.csv") << rows;
}

// A key may stand in the file several times, or be NULL; there is no constraint on it.
TEST_P(LoadTest, UpsertsInTheOrderOfTheFile) {
  const TemporaryFolder folder;
  write_changelog(folder, R"({loadUpdateData: {tableName: t, file: t.csv, primaryKey: k, columns: [
                 {column: {name: s, type: string, allowUpdate: false}}]}})",
                  "k,s,n\n1,a,10\n2,b,20\n1,c,11\nNULL,d,1\n3,e,1e1\n2,f,21\n1,g,12\nNULL,h,2\n");
  const Changelog changelog{"db.yaml", folder.path().string(), ""};
  ASSERT_EQ(run_program({"update-count", "1", "--changelog-file=db.yaml",
                         "--search-path=" + folder.path().string(), "--url=" + database_.url()})
                .exit_code,
            0);
  database_.connect()->execute("INSERT INTO t (k, s, n, other) VALUES (2, 'old', 0, 'mine')");
  if (GetParam() == Vendor::MariaDb)  // counts on keys in the database, as the reference does
    database_.connect()->execute("ALTER TABLE t ADD UNIQUE (k)");
  const Outcome outcome = run(changelog);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT k, s, n, other FROM t WHERE k > 0 ORDER BY k"),
            "1\ta\t12\tkept\n2\told\t21\tmine\n3\te\t10\tkept\n");
  if (GetParam() != Vendor::MariaDb) {
    EXPECT_EQ(query_text(database_, "SELECT s, n FROM t WHERE k IS NULL"), "d\t2\n");
  }
  const Outcome back = run_program(words({"rollback-count", "1"}, changelog, database_.url()));
  EXPECT_EQ(back.exit_code, 0) << back.output;
  EXPECT_EQ(query_text(database_, "SELECT count(*) FROM t"), "0\n");
}

TEST_P(LoadTest, OnlyUpdates) {
  const TemporaryFolder folder;
  write_changelog(
      folder,
      "{insert: {tableName: t, columns: [{column: {name: k, valueNumeric: 1}}, {column: "
      "{name: s, value: x}}]}}, {loadUpdateData: {tableName: t, file: t.csv, "
      "primaryKey: k, onlyUpdate: true}}",
      "k,s\n1,a\n2,b\n");
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT k, s FROM t"), "1\ta\n");
}

// Expressions and what only a statement converts, between rows that are handed over as values.
TEST_P(LoadTest, ValuesThatOnlyStatementsSay) {
  const TemporaryFolder folder;
  write_changelog(folder,
                  "{loadData: {tableName: t, file: t.csv, columns: [{column: {name: n, type: "
                  "numeric, defaultValueComputed: 40 + 2}}]}}",
                  "k,s,n\n1,a,1\n2,b,\n3,c,2e1\n4,\"\\t\\N\t|\",007\n");
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT k, s, n FROM t ORDER BY k"),
            "1\ta\t1\n2\tb\t42\n3\tc\t20\n4\t\\t\\N\t|\t7\n");
}

TEST_P(LoadTest, TheRefusedRowIsShown) {
  const TemporaryFolder folder;
  write_changelog(folder, "{loadData: {tableName: t, file: t.csv}}",
                  "k,s\n1,a\n\"2\",\"two\nlines\"\n3,NULL\n4,d\n");
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output;
  EXPECT_NE(outcome.output.find("t.csv:5: error: "), std::string::npos) << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT count(*) FROM t"), "0\n");
}

// A key that is there already, far down in a file, is as well told as a value that does not fit.
TEST_P(LoadTest, TheRefusedRowIsShownAmongMany) {
  const TemporaryFolder folder;
  std::string rows = "k,s\n";
  for (int i = 0; i < 1500; ++i) rows += fmt::format("{},row {}\n", i == 1234 ? 7 : i, i);
  write_changelog(folder,
                  "{addPrimaryKey: {tableName: t, columnNames: k}}, {loadData: {tableName: t, "
                  "file: t.csv}}",
                  rows);
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output;
  EXPECT_NE(outcome.output.find("t.csv:1236: error: "), std::string::npos) << outcome.output;
}

TEST_P(LoadTest, TheRefusedRowOfAnUpdateIsShown) {
  const TemporaryFolder folder;
  write_changelog(folder, "{loadUpdateData: {tableName: t, file: t.csv, primaryKey: k}}",
                  "k,s\n1,a\n2,b\n3,NULL\n4,d\n");
  if (GetParam() == Vendor::MariaDb) {
    run_program({"update-count", "1", "--changelog-file=db.yaml",
                 "--search-path=" + folder.path().string(), "--url=" + database_.url()});
    database_.connect()->execute("ALTER TABLE t ADD UNIQUE (k)");
  }
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output;
  // PostgreSQL merges all rows by one statement, and does not say which it refuses.
  const std::string place = GetParam() == Vendor::Postgresql
                                ? "(this row or one of those up to line 5)"
                                : "t.csv:4: error: ";
  EXPECT_NE(outcome.output.find(place), std::string::npos) << outcome.output;
}

// MariaDB ends the transaction with the CREATE, so nothing may be loaded before all is known.
TEST_P(LoadTest, BadRowsAfterDdlLeaveNoRow) {
  const TemporaryFolder folder;
  std::string rows = "k,s\n";
  for (int i = 0; i < 2000; ++i) rows += std::to_string(i) + ",x\n";
  write_changelog(folder,
                  "{createIndex: {tableName: t, indexName: i, columns: [{column: {name: k}}]}}, "
                  "{loadData: {tableName: t, file: t.csv}}",
                  rows + "bad,x\n");
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  EXPECT_EQ(outcome.exit_code, 3) << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT count(*) FROM t"), "0\n");
}

TEST_P(LoadTest, ValuesInFiles) {
  const TemporaryFolder folder;
  const std::string bytes = GetParam() == Vendor::Postgresql ? "bytea" : "blob";
  std::ofstream(folder.path() / "db.yaml")
      << "databaseChangeLog:\n- changeSet: {id: 1, author: a, changes: [{createTable: {tableName: "
         "l, "
         "columns: [{column: {name: id, type: int}}, {column: {name: b, type: "
      << bytes
      << "}}, {column: {name: c, type: clob}}]}}, {loadData: {tableName: l, file: l.csv, columns: "
         "[{column: {name: c, type: clob}}]}}]}\n";
  std::ofstream(folder.path() / "l.csv") << "id,b,c\n1,a.bin,c.txt\n2,NULL,NULL\n3,AP8=,c.txt\n";
  std::ofstream(folder.path() / "a.bin") << std::string("\0'\\\xFF", 4);
  std::ofstream(folder.path() / "c.txt") << "it's\n\\ü\n";
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  const std::string hex = GetParam() == Vendor::Postgresql ? "upper(encode(b, 'hex'))" : "hex(b)";
  EXPECT_EQ(query_text(database_, "SELECT id, " + hex + ", c FROM l WHERE id <> 2 ORDER BY id"),
            "1\t00275CFF\tit's\n\\ü\n\n3\t00FF\tit's\n\\ü\n\n");
  EXPECT_EQ(query_text(database_, "SELECT id FROM l WHERE b IS NULL AND c IS NULL"), "2\n");
}

TEST_P(LoadTest, MissingFilesOfValuesAreTold) {
  const TemporaryFolder folder;
  write_changelog(folder,
                  "{loadData: {tableName: t, file: t.csv, columns: [{column: {name: s, type: "
                  "clob}}]}}",
                  "k,s\n1,none.txt\n");
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_NE(outcome.output.find("t.csv:2: error: s: there is no file none.txt"), std::string::npos)
      << outcome.output;
}

// insert and update with the content of files.
TEST_P(LoadTest, ContentOfFiles) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "db.yaml")
      << "databaseChangeLog:\n- changeSet: {id: 1, author: me, changes: [{createTable: {tableName: "
         "t, columns: [{column: {name: k, type: int}}, {column: {name: b, type: blob}}, {column: "
         "{name: c, type: clob}}]}}, {insert: {tableName: t, columns: [{column: {name: k, "
         "valueNumeric: 1}}, {column: {name: b, valueBlobFile: b.bin}}, {column: {name: c, "
         "valueClobFile: c.txt, encoding: ISO-8859-1}}]}}, {update: {tableName: t, columns: "
         "[{column: {name: b, valueBlobFile: c.txt}}], where: k = 2}}]}\n";
  std::ofstream(folder.path() / "b.bin") << std::string("\0'\\\xFF\n", 5);
  std::ofstream(folder.path() / "c.txt") << "it's \xFC\\\n";
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  const std::string hex =
      GetParam() == Vendor::Postgresql ? "encode(lo_get(b), 'hex')" : "lower(hex(b))";
  EXPECT_EQ(query_text(database_, "SELECT " + hex + ", c FROM t"), "00275cff0a\tit's ü\\\n\n");
}

TEST_P(LoadTest, MissingContentIsToldBeforeAnythingRuns) {
  const TemporaryFolder folder;
  write_changelog(folder,
                  "{insert: {tableName: t, columns: [{column: {name: s, valueClobFile: no.txt}}]}}",
                  "k,s\n");
  const Outcome outcome = run({"db.yaml", folder.path().string(), ""});
  EXPECT_EQ(outcome.exit_code, 3) << outcome.output;
  EXPECT_NE(outcome.output.find("no.txt does not exist"), std::string::npos) << outcome.output;
}

}  // namespace
}  // namespace strata::test
