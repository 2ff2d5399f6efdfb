#include "engine/sql/splitter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/unit/sql/splitting.h"

namespace strata::sql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SplitOptions delimited_by(std::string delimiter) {
  SplitOptions options;
  options.end_delimiter = std::move(delimiter);
  return options;
}

SplitOptions stripping() {
  SplitOptions options;
  options.strip_comments = true;
  return options;
}

TEST(Splitter, CutsAtSemicolons) {
  EXPECT_THAT(texts("a; b ;\n\n c;", sqlite()), ElementsAre("a", "b", "c"));
  EXPECT_THAT(texts(";;  ;\n;", sqlite()), IsEmpty());
  EXPECT_THAT(texts("", sqlite()), IsEmpty());
  EXPECT_THAT(texts("select 1", sqlite()), ElementsAre("select 1"));
}

TEST(Splitter, OffsetsPointAtTheFirstByte) {
  const std::string sql = "a;\n\n  -- why\n  b 'x;y';\r\nGO\r\n c";
  for (const Piece& piece : split(sql, {}, postgresql()))
    EXPECT_EQ(sql.substr(piece.offset, piece.text.size()), piece.text);
  EXPECT_EQ(split(sql, {}, postgresql()).size(), 3U);
}

TEST(Splitter, WholeTextWithoutSplitting) {
  SplitOptions options;
  options.split = false;
  EXPECT_THAT(texts(" a; b;\nGO\n", sqlite(), options), ElementsAre("a; b;\nGO"));
}

TEST(Splitter, QuotesHideDelimiters) {
  EXPECT_THAT(texts("a 'it''s;'; b", sqlite()), ElementsAre("a 'it''s;'", "b"));
  EXPECT_THAT(texts("a \"x;\"\"y\"; b", sqlite()), ElementsAre("a \"x;\"\"y\"", "b"));
  EXPECT_THAT(texts("a `x;``;y`; b", mysql()), ElementsAre("a `x;``;y`", "b"));
  EXPECT_THAT(texts("a [x;y]; b", sqlite()), ElementsAre("a [x;y]", "b"));
  EXPECT_THAT(texts("a 'open; b", sqlite()), ElementsAre("a 'open; b"));
}

TEST(Splitter, BracketsAreArraysElsewhere) {
  EXPECT_THAT(texts("select a[1; b", postgresql()), ElementsAre("select a[1", "b"));
}

TEST(Splitter, BackslashesEscapeWhereTheServerSaysSo) {
  EXPECT_THAT(texts(R"(a 'x\';y'; b)", mysql()), ElementsAre(R"(a 'x\';y')", "b"));
  EXPECT_THAT(texts(R"(a "x\";y"; b)", mysql()), ElementsAre(R"(a "x\";y")", "b"));
  EXPECT_THAT(texts(R"(a 'x\'; b)", postgresql()), ElementsAre(R"(a 'x\')", "b"));
  EXPECT_THAT(texts(R"(a E'x\';y'; b)", postgresql()), ElementsAre(R"(a E'x\';y')", "b"));
  EXPECT_THAT(texts(R"(a 'x\'; b)", sqlite()), ElementsAre(R"(a 'x\')", "b"));
}

TEST(Splitter, DollarQuotes) {
  EXPECT_THAT(texts("do $$ begin; end; $$; b", postgresql()),
              ElementsAre("do $$ begin; end; $$", "b"));
  EXPECT_THAT(texts("do $f$ a; $$ b; $$ c; $f$; d", postgresql()),
              ElementsAre("do $f$ a; $$ b; $$ c; $f$", "d"));
  EXPECT_THAT(texts("select $1; select a$b$; c", postgresql()),
              ElementsAre("select $1", "select a$b$", "c"));
  EXPECT_THAT(texts("a $$; b", mysql()), ElementsAre("a $$", "b"));
}

TEST(Splitter, CommentsHideDelimitersAndStay) {
  EXPECT_THAT(texts("a -- x; y\n; b /* ; */ c;", postgresql()),
              ElementsAre("a -- x; y", "b /* ; */ c"));
  EXPECT_THAT(texts("a /* x /* ; */ ; */; b", postgresql()),
              ElementsAre("a /* x /* ; */ ; */", "b"));
  EXPECT_THAT(texts("a /* x /* ; */; b", mysql()), ElementsAre("a /* x /* ; */", "b"));
  EXPECT_THAT(texts("a # x; y\n; b", mysql()), ElementsAre("a # x; y", "b"));
  EXPECT_THAT(texts("a # x; b", postgresql()), ElementsAre("a # x", "b"));
  // No comment to MySQL without a blank: 5 minus -3.
  EXPECT_THAT(texts("select 5--3; b", mysql()), ElementsAre("select 5--3", "b"));
}

TEST(Splitter, CommentsAloneAreNoStatement) {
  EXPECT_THAT(texts("a; -- done", postgresql()), ElementsAre("a"));
  EXPECT_THAT(texts("/* nothing */", postgresql()), IsEmpty());
  // MySQL executes these.
  EXPECT_THAT(texts("/*!40101 SET NAMES utf8 */; a", mysql()),
              ElementsAre("/*!40101 SET NAMES utf8 */", "a"));
  EXPECT_THAT(texts("/*M!100100 SET x=1 */;", mysql()), ElementsAre("/*M!100100 SET x=1 */"));
}

TEST(Splitter, StripsComments) {
  EXPECT_THAT(texts("-- x\nselect /* y */ 1; -- z", postgresql(), stripping()),
              ElementsAre("select  1"));
  EXPECT_THAT(texts("select/**/1", postgresql(), stripping()), ElementsAre("select 1"));
  EXPECT_THAT(texts("select '--x', '/*y*/'", postgresql(), stripping()),
              ElementsAre("select '--x', '/*y*/'"));
  const std::vector<Piece> pieces = split("-- x\n a; /* y */ b", stripping(), postgresql());
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0].offset, 6U);
  EXPECT_EQ(pieces[1].offset, 17U);
}

TEST(Splitter, LinesWithGoOrSlash) {
  EXPECT_THAT(texts("a\nGO\nb\n  go  \nc\n/\nd", sqlite()), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(texts("a\r\nGO\r\nb", sqlite()), ElementsAre("a", "b"));
  EXPECT_THAT(texts("a\nGO;\nb\nGO -- next\nc", sqlite()), ElementsAre("a", "b", "c"));
  EXPECT_THAT(texts("select a\n/ b", sqlite()), ElementsAre("select a\n/ b"));
  EXPECT_THAT(texts("select 1 go", sqlite()), ElementsAre("select 1 go"));
  EXPECT_THAT(texts("goto x\ngood", sqlite()), ElementsAre("goto x\ngood"));
  EXPECT_THAT(texts("select '\nGO\n'", sqlite()), ElementsAre("select '\nGO\n'"));
}

TEST(Splitter, EndDelimiters) {
  EXPECT_THAT(texts("a; b\n/\nc / d\n/", sqlite(), delimited_by("/")),
              ElementsAre("a; b", "c / d"));
  EXPECT_THAT(texts("a; b\nGO\nc go d", sqlite(), delimited_by("GO")),
              ElementsAre("a; b", "c", "d"));
  EXPECT_THAT(texts("a;\nGO\ngopher\ngo", sqlite(), delimited_by("\\nGO")),
              ElementsAre("a;", "gopher"));
  EXPECT_THAT(texts("a; b// c//", sqlite(), delimited_by("//")), ElementsAre("a; b", "c"));
  EXPECT_THAT(texts("a; b$$ c", postgresql(), delimited_by("$$")), ElementsAre("a; b", "c"));
  EXPECT_THAT(texts("a ';;' b;; c", sqlite(), delimited_by(";;")), ElementsAre("a ';;' b", "c"));
  EXPECT_THAT(texts("a;\n/\nb / c\n/", sqlite(), delimited_by("\\n/\\s*\\n|\\n/\\s*$")),
              ElementsAre("a;", "b / c"));
  EXPECT_THAT(texts("a; b", sqlite(), delimited_by("")), ElementsAre("a", "b"));
  EXPECT_THAT(texts("a;\nGO\nb;", sqlite(), delimited_by(";")), ElementsAre("a", "GO\nb"));
}

TEST(Splitter, ADelimiterOnALineOfItsOwn) {
  EXPECT_THAT(texts("a / b;\n/\nc\n/", sqlite(), delimited_by("\n/$")), ElementsAre("a / b;", "c"));
}

TEST(Splitter, TheClientsDelimiterCommand) {
  EXPECT_THAT(texts("DELIMITER $$\nCREATE PROCEDURE p() SELECT 1; SELECT 2$$\n"
                    "delimiter ;\nSELECT 3; SELECT 4",
                    mysql()),
              ElementsAre("CREATE PROCEDURE p() SELECT 1; SELECT 2", "SELECT 3", "SELECT 4"));
  EXPECT_THAT(texts("delimiter x; b", postgresql()), ElementsAre("delimiter x", "b"));
}

TEST(Splitter, DelimiterCommands) {
  EXPECT_THAT(texts("-- first\nDELIMITER //  \nCREATE PROCEDURE p() BEGIN SELECT 1; END //\n"
                    "CREATE PROCEDURE q() BEGIN SELECT 2; END\nDELIMITER ;\nSELECT 3; SELECT 4",
                    mysql()),
              ElementsAre("CREATE PROCEDURE p() BEGIN SELECT 1; END",
                          "CREATE PROCEDURE q() BEGIN SELECT 2; END", "SELECT 3", "SELECT 4"));
  EXPECT_THAT(texts("SELECT 1\nDELIMITER $$\nSELECT 2; SELECT 3$$ SELECT 4 $$", mysql()),
              ElementsAre("SELECT 1", "SELECT 2; SELECT 3", "SELECT 4"));
  EXPECT_THAT(texts("delimiter ;;\r\na; b;;\r\nDelimiter '|' -- bars\r\nc; d | e", mysql()),
              ElementsAre("a; b", "c; d", "e"));
}

TEST(Splitter, DelimiterIsAlsoAName) {
  for (const char* statement : {"CREATE TABLE t (\n  delimiter char(1),\n  x int)",
                                "SELECT x,\n  delimiter || x FROM t", "SELECT\n  delimiter\nFROM t",
                                "SELECT t.delimiter FROM t", "UPDATE t SET\n delimiter = ','"}) {
    EXPECT_THAT(texts(std::string(statement) + "; SELECT 1", mysql()),
                ElementsAre(statement, "SELECT 1"));
  }
  EXPECT_THAT(texts("SELECT\n  delimiter ;SELECT 1", mysql()),
              ElementsAre("SELECT\n  delimiter", "SELECT 1"));
}

TEST(Splitter, GoWithANumber) {
  EXPECT_THAT(texts("a\nGO\nb; c\nGO 2 -- twice\nd\ngo 1\ne", sqlite()),
              ElementsAre("a", "b", "c", "b", "c", "d", "e"));
  EXPECT_THAT(texts("a\nGO 2\nb\nGO", sqlite(), delimited_by("GO")), ElementsAre("a", "a", "b"));
  EXPECT_THAT(texts("a\nGO 2\nb\nGO", sqlite(), delimited_by("\\nGO")), ElementsAre("a", "a", "b"));
  EXPECT_THAT(texts("a\nGO x\nb", sqlite()), ElementsAre("a\nGO x\nb"));
}

TEST(Splitter, GoDoesNotRepeatWithoutBound) {
  std::string text;
  for (int i = 0; i < 11; ++i) text += "a\nGO 9999\n";
  std::vector<Mistake> mistakes;
  EXPECT_EQ(split(text, {}, sqlite(), &mistakes).size(), 10U * 9999U + 1U);
  ASSERT_EQ(mistakes.size(), 1U);
  EXPECT_EQ(mistakes[0].message, "GO repeats too many statements");
  EXPECT_EQ(mistakes[0].offset, text.size() - 8);
}

TEST(Splitter, EscapeStringsGoOnOnTheNextLine) {
  EXPECT_THAT(texts("select E'a' \n 'b\\';c'; d", postgresql()),
              ElementsAre("select E'a' \n 'b\\';c'", "d"));
  EXPECT_THAT(texts("select 'a'\n'b\\'; d", postgresql()), ElementsAre("select 'a'\n'b\\'", "d"));
  EXPECT_THAT(texts("select e'a\\\\'; name'x\\'; d", postgresql()),
              ElementsAre("select e'a\\\\'", "name'x\\'", "d"));
}

TEST(Splitter, OperatorsAndBrackets) {
  EXPECT_THAT(texts("select a #- '{b}' #>> '{c;}'; select 5 # 3; d", postgresql()),
              ElementsAre("select a #- '{b}' #>> '{c;}'", "select 5 # 3", "d"));
  EXPECT_THAT(texts("select '{1,2}'::int[2]; select x[1:2]; a", postgresql()),
              ElementsAre("select '{1,2}'::int[2]", "select x[1:2]", "a"));
  EXPECT_THAT(texts("select 1 --\n; b --;\n; c", mysql()), ElementsAre("select 1 --", "b --", "c"));
}

TEST(Splitter, CodeInComments) {
  EXPECT_THAT(texts("/*!50001 a '*/;' /* ; */ -- it's */\n; b */; c", mysql()),
              ElementsAre("/*!50001 a '*/;' /* ; */ -- it's */\n; b */", "c"));
  EXPECT_THAT(texts("/*! a /*!999999 b; */ c; */; d", mysql()),
              ElementsAre("/*! a /*!999999 b; */ c; */", "d"));
  // The first line of mariadb-dump.
  EXPECT_THAT(
      texts("/*M!999999\\- enable the sandbox mode */ \n-- x\n\n/*!40101 SET a=1 */;", mysql()),
      ElementsAre("/*M!999999\\- enable the sandbox mode */ \n-- x\n\n/*!40101 SET a=1 */"));
  EXPECT_THAT(texts("/*!50001 a; */ b; c", postgresql()), ElementsAre("/*!50001 a; */ b", "c"));
  EXPECT_THAT(texts("select /*+ x; */ 1; b", mysql()), ElementsAre("select /*+ x; */ 1", "b"));
}

std::vector<std::string> mistakes(std::string_view sql, const LexicalRules& rules) {
  std::vector<Mistake> found;
  split(sql, {}, rules, &found);
  std::vector<std::string> out;
  for (const Mistake& one : found) out.push_back(std::to_string(one.offset) + " " + one.message);
  return out;
}

TEST(Splitter, TellsWhatIsNeverClosed) {
  EXPECT_THAT(mistakes("a; b 'x; c", sqlite()), ElementsAre("5 this string is never closed"));
  EXPECT_THAT(mistakes("a; b \"x; c", sqlite()), ElementsAre("5 this quoted name is never closed"));
  EXPECT_THAT(mistakes("a; b [x; c", sqlite()), ElementsAre("5 this quoted name is never closed"));
  EXPECT_THAT(mistakes("a; b \"x; c", mysql()), ElementsAre("5 this string is never closed"));
  EXPECT_THAT(mistakes("a; b `x; c", mysql()), ElementsAre("5 this quoted name is never closed"));
  EXPECT_THAT(mistakes("a; /* b /* */; c", postgresql()),
              ElementsAre("3 this comment is never closed"));
  EXPECT_THAT(mistakes("a; /*! b", mysql()), ElementsAre("3 this comment is never closed"));
  EXPECT_THAT(mistakes("do $x$ a; $$", postgresql()),
              ElementsAre("3 this dollar quote is never closed"));
  EXPECT_THAT(mistakes("a; -- b", postgresql()), IsEmpty());
  EXPECT_THAT(mistakes("a; /* b", sqlite()), IsEmpty());
  // Fine with NO_BACKSLASH_ESCAPES, and with standard_conforming_strings off.
  EXPECT_THAT(mistakes("insert into t values ('a\\'b; c')", postgresql()), IsEmpty());
  EXPECT_THAT(mistakes("insert into t values ('c:\\')", mysql()), IsEmpty());
}

// What is left out moves the places behind it.
TEST(Splitter, ShiftsOfStrippedStatements) {
  const std::string sql = "x; select /* one */ a,\n  -- two\n  b/**/c 'd--'";
  const Piece piece = split(sql, stripping(), postgresql()).at(1);
  EXPECT_EQ(piece.text, "select  a,\n  \n  b c 'd--'");
  for (const char* part : {"select", "a,", "b", "c ", "'d--'"}) {
    const std::size_t at = piece.text.find(part);
    std::size_t by = 0;
    for (const Shift& shift : piece.shifts) by = shift.from <= at ? shift.by : by;
    EXPECT_EQ(sql.substr(piece.offset + at + by, std::string(part).size()), part);
  }
}

// Texts that make a quadratic splitter take minutes.
TEST(Splitter, TakesLinearTime) {
  constexpr int kCopies = 300'000;
  for (const std::string_view piece :
       {"/* ", "$a", "go ", "\ngo x", "' ", "  /", "--\n", "((", "[", "begin ", "$$ ", "`;",
        "\n\n\n  ", "x.end;", "/*! ", "/*!'*/", "copy from stdin;", "delimiter $ ", "e'\n"}) {
    std::string sql = "create trigger ";
    for (int i = 0; i < kCopies; ++i) sql += piece;
    for (const LexicalRules& rules : {postgresql(), mysql(), sqlite()}) {
      const auto start = std::chrono::steady_clock::now();
      split(sql, {}, rules);
      const auto time = std::chrono::steady_clock::now() - start;
      EXPECT_LT(time, std::chrono::seconds(20)) << piece;
    }
  }
}

}  // namespace
}  // namespace strata::sql
