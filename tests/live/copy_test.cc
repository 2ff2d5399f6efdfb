// Rows behind COPY ... FROM stdin arrive as they are written.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/live/migration.h"
#include "tests/support/temporary_folder.h"

namespace strata::test {
namespace {

const std::string kTable = "CREATE TABLE t (id int, s text);\n";
// Backslashes, NULL, quotes, semicolons, blanks at both ends, what looks like comments, the end of
// rows as a value, no text at all.
const std::string kRows =
    "1\t\\N\n2\ta\\tb\\\\c\\nd\n3\tit's; \"x\" $$ E'\\\\'\n4\t  /* -- \n5\t\\\\.\n6\t\n7\tü€\n";
const std::string kScript =
    kTable + "-- Data\nCOPY public.t (id, s) FROM stdin;\n" + kRows +
    "\\.\n\n\nCOPY t FROM STDIN;\n\\.\nINSERT INTO t VALUES (10, 'last');\n";
const std::string kExpected =
    "1\t\\N\n2\ta\tb\\c\nd\n3\tit's; \"x\" $$ E'\\'\n4\t  /* -- \n5\t\\.\n6\t\n7\tü€\n10\tlast\n";

std::string indented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    out += "            " + std::string(line) + "\n";
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return out;
}

class CopyTest : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.path() / name) << text;
  }

  Outcome run(const std::string& file, const std::string& command = "update") {
    return run_program(words({command}, {file, folder_.path().string(), ""}, database_.url()));
  }

  void expect_rows(const std::string& file, const std::string& expected = kExpected) {
    const Outcome outcome = run(file);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
    EXPECT_EQ(query_text(database_, "SELECT id, s FROM t ORDER BY id"), expected);
  }

  static std::string changelog(const std::string& change) {
    return "databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: a\n      changes:\n"
           "        - " +
           change;
  }

  TemporaryFolder folder_;
  LiveDatabase database_{Vendor::Postgresql};
};

TEST_F(CopyTest, InAFile) {
  write("t.sql", kScript);
  write("db.yaml", changelog("sqlFile: {path: t.sql}\n"));
  expect_rows("db.yaml");
}

TEST_F(CopyTest, InAFileOfAnotherSystem) {
  std::string script;
  for (const char c : kScript) script += c == '\n' ? std::string("\r\n") : std::string(1, c);
  write("t.sql", script);
  write("db.yaml", changelog("sqlFile: {path: t.sql}\n"));
  expect_rows("db.yaml");
}

TEST_F(CopyTest, InYaml) {
  write("db.yaml", changelog("sql: |\n" + indented(kScript)));
  expect_rows("db.yaml");
}

TEST_F(CopyTest, InFormattedSql) {
  write("db.sql", "--liquibase formatted sql\n--changeset a:1\n" + kScript +
                      "--rollback DROP TABLE t;\n--changeset a:2\nSELECT 1;\n");
  expect_rows("db.sql");
}

TEST_F(CopyTest, RowsThatLookLikeSpecialComments) {
  write("db.sql",
        "--liquibase formatted sql\n--changeset a:1\nCREATE TABLE t (id text, s text);\n"
        "COPY t FROM stdin;\n--rollback x\t1\n--changeset b:c\t2\n- comment\t3\n\\.\n"
        "--rollback DROP TABLE t;\n");
  expect_rows("db.sql", "- comment\t3\n--changeset b:c\t2\n--rollback x\t1\n");
}

TEST_F(CopyTest, EmptyLinesAndOptions) {
  write("db.sql",
        "--liquibase formatted sql\n--changeset a:1\nCREATE TABLE t (id text, s text DEFAULT "
        "'d');\nCOPY t (id) FROM stdin;\n\n\n\\.\nCOPY t FROM stdin WITH (FORMAT csv, HEADER);\n"
        "id,s\n\"a;\nb\",c\n\\.\n");
  expect_rows("db.sql", "d\nd\na;\nb\tc\n");
}

TEST_F(CopyTest, ManyRows) {
  std::string rows;
  for (int i = 0; i < 50000; ++i) rows += std::to_string(i) + "\trow " + std::to_string(i) + "\n";
  write("t.sql", kTable + "COPY t FROM stdin;\n" + rows + "\\.\n");
  write("db.yaml", changelog("sqlFile: {path: t.sql}\n"));
  ASSERT_EQ(run("db.yaml").exit_code, 0);
  EXPECT_EQ(query_text(database_, "SELECT count(*), min(id), max(id) FROM t"), "50000\t0\t49999\n");
}

// What update-sql prints, psql can run.
TEST_F(CopyTest, InAScript) {
  write("t.sql", kScript);
  write("db.yaml", changelog("sqlFile: {path: t.sql}\n"));
  const Outcome outcome = run("db.yaml", "update-sql");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_NE(outcome.output.find("-- Data\nCOPY public.t (id, s) FROM stdin;\n" + kRows +
                                "\\.\n\nCOPY t FROM STDIN;\n\\.\n\nINSERT INTO t"),
            std::string::npos)
      << outcome.output;
}

}  // namespace
}  // namespace strata::test
