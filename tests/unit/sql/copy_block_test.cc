#include "engine/sql/copy_block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/sql/splitting.h"

namespace strata::sql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> mistakes(std::string_view sql, const LexicalRules& rules,
                                  const SplitOptions& options = {}) {
  std::vector<Mistake> found;
  split(sql, options, rules, &found);
  std::vector<std::string> out;
  for (const Mistake& one : found) out.push_back(std::to_string(one.offset) + " " + one.message);
  return out;
}

TEST(CopyBlock, StatementsThatTakeRowsFromTheClient) {
  const LexicalRules rules = postgresql();
  EXPECT_TRUE(copies_from_client("COPY t FROM stdin", rules));
  EXPECT_TRUE(copies_from_client("copy \"from\".t (a, \"b;\") /* x */ from\n STDIN csv", rules));
  EXPECT_TRUE(copies_from_client("COPY t FROM STDIN WITH (FORMAT csv, HEADER)", rules));
  EXPECT_FALSE(copies_from_client("COPY t TO stdout", rules));
  EXPECT_FALSE(copies_from_client("COPY t FROM '/stdin'", rules));
  EXPECT_FALSE(copies_from_client("COPY (SELECT * FROM stdin) TO stdout", rules));
  EXPECT_FALSE(copies_from_client("COPY t FROM PROGRAM 'stdin'", rules));
}

TEST(CopyBlock, RowsBelongToTheirStatement) {
  const std::string rows = "1\t\\N\tit's; \"x\" $$ /* --\n\n2\t\\\\.\t\\.\n \\.\n";
  const std::string sql = "a;\n-- Data\nCOPY public.t (a, b) FROM stdin;  -- go\n" + rows +
                          "\\.\n\n\nSELECT 1; COPY u FROM STDIN;\n\\.\nb";
  const std::vector<Piece> pieces = split(sql, {}, postgresql());
  ASSERT_EQ(pieces.size(), 5U);
  EXPECT_EQ(pieces[1].text, "-- Data\nCOPY public.t (a, b) FROM stdin");
  ASSERT_TRUE(pieces[1].rows);
  EXPECT_EQ(pieces[1].rows->text, rows);
  EXPECT_EQ(sql.substr(pieces[1].rows->offset, rows.size()), rows);
  EXPECT_EQ(pieces[2].text, "SELECT 1");
  EXPECT_FALSE(pieces[2].rows);
  ASSERT_TRUE(pieces[3].rows);
  EXPECT_EQ(pieces[3].rows->text, "");
  EXPECT_EQ(pieces[4].text, "b");
  EXPECT_THAT(mistakes(sql, postgresql()), IsEmpty());
}

TEST(CopyBlock, LinesOfOtherSystems) {
  const std::vector<Piece> pieces = split("COPY t FROM stdin;\r\n1\r\n\\.\r\nb", {}, postgresql());
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0].rows->text, "1\r\n");
}

TEST(CopyBlock, OtherDelimitersAndStrippedComments) {
  SplitOptions options;
  options.end_delimiter = "//";
  options.strip_comments = true;
  const std::vector<Piece> pieces =
      split("a; b//\n/* x */ COPY t FROM /* y */ stdin;\n-- 1\n\\.\nc;//", options, postgresql());
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(pieces[1].text, "COPY t FROM  stdin");
  EXPECT_EQ(pieces[1].rows->text, "-- 1\n");
  EXPECT_EQ(pieces[2].text, "c;");
}

TEST(CopyBlock, AloneWhereNothingIsSplit) {
  SplitOptions whole;
  whole.split = false;
  const std::vector<Piece> pieces =
      split("COPY t FROM stdin;\n1\n\\.\n-- done\n", whole, postgresql());
  ASSERT_EQ(pieces.size(), 1U);
  EXPECT_EQ(pieces[0].rows->text, "1\n");
  const std::string message =
      " COPY ... FROM stdin must be the only statement where none is split off";
  EXPECT_THAT(mistakes("COPY t FROM stdin;\n\\.\na", postgresql(), whole),
              ElementsAre("0" + message));
  EXPECT_THAT(mistakes("a;\nCOPY t FROM stdin;\n\\.\n", postgresql(), whole),
              ElementsAre("3" + message));
}

TEST(CopyBlock, Mistakes) {
  const std::string no_end = " the rows of this COPY ... FROM stdin have no end";
  EXPECT_THAT(mistakes("a;\nCOPY t FROM stdin;\n1\n2\n", postgresql()), ElementsAre("3" + no_end));
  EXPECT_THAT(mistakes("COPY t FROM stdin;\n1\n\\.x", postgresql()), ElementsAre("0" + no_end));
  EXPECT_THAT(mistakes("COPY t FROM stdin", postgresql()), ElementsAre("0" + no_end));
  EXPECT_THAT(mistakes("COPY t FROM stdin;", postgresql()), ElementsAre("0" + no_end));
  EXPECT_THAT(mistakes("COPY t FROM stdin; a;\n\\.\n", postgresql()),
              ElementsAre("18 the rows of COPY ... FROM stdin start on the next line"));
  for (const LexicalRules& rules : {mysql(), sqlite()}) {
    EXPECT_THAT(mistakes("a; COPY t FROM stdin;\n1'\n\\.\nb", rules),
                ElementsAre("3 COPY ... FROM stdin is known to PostgreSQL only"));
  }
}

TEST(CopyBlock, CommandsOfPsql) {
  EXPECT_THAT(texts("\\restrict x\n-- a\nSELECT 1;\n\n\\unrestrict x\n", postgresql()),
              ElementsAre("-- a\nSELECT 1"));
  EXPECT_THAT(mistakes("a;\n\\connect b\nc;\n\\.\n", postgresql()),
              ElementsAre("3 \\connect is a command of psql, not of the server",
                          "17 \\. is a command of psql, not of the server"));
}

}  // namespace
}  // namespace strata::sql
