#include "engine/sql/splitter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace strata::sql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

LexicalRules postgresql() {
  LexicalRules rules;
  rules.dollar_quotes = true;
  rules.escape_strings = true;
  rules.nested_comments = true;
  rules.compound_bodies = true;
  return rules;
}

LexicalRules mysql() {
  LexicalRules rules;
  rules.identifier_quote = '`';
  rules.backslash_escapes = true;
  rules.double_quoted_strings = true;
  rules.backtick_identifiers = true;
  rules.hash_comments = true;
  rules.compound_bodies = true;
  return rules;
}

LexicalRules sqlite() {
  LexicalRules rules;
  rules.backtick_identifiers = true;
  rules.bracket_identifiers = true;
  rules.compound_bodies = true;
  return rules;
}

std::vector<std::string> texts(std::string_view sql, const LexicalRules& rules,
                               const SplitOptions& options = {}) {
  std::vector<std::string> out;
  for (const Piece& piece : split(sql, options, rules)) out.push_back(piece.text);
  return out;
}

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

TEST(Splitter, BodiesOfTriggers) {
  const std::string trigger =
      "create trigger t after insert on a when new.x = case 1 when 1 then 2 end begin\n"
      "  update b set x = case when y then 1 else 2 end;\n"
      "  delete from c where \"end\" = new.end;\n"
      "end";
  EXPECT_THAT(texts(trigger + ";\nselect 1;", sqlite()), ElementsAre(trigger, "select 1"));
  EXPECT_THAT(texts(trigger + ";\nselect 1;", sqlite(), delimited_by(";")),
              ElementsAre(trigger, "select 1"));
  EXPECT_THAT(texts("create trigger t before insert on a execute function f(); b", postgresql()),
              ElementsAre("create trigger t before insert on a execute function f()", "b"));
}

TEST(Splitter, BodiesOfRoutines) {
  const std::string procedure =
      "CREATE DEFINER=`a`@`b` PROCEDURE p(n INT)\n"
      "BEGIN\n"
      "  IF n > 0 THEN SELECT IF(n, 1, 2); ELSEIF n THEN SELECT 3; END IF;\n"
      "  w: WHILE n DO SET n = n - 1; END WHILE w;\n"
      "  CASE n WHEN 1 THEN SELECT 1; END CASE;\n"
      "  LOOP SELECT REPEAT('x', 2); END LOOP;\n"
      "  BEGIN SELECT 1; END;\n"
      "END";
  EXPECT_THAT(texts(procedure + "; SELECT 1", mysql()), ElementsAre(procedure, "SELECT 1"));
  const std::string atomic =
      "create or replace function f(a int) returns int begin atomic\n"
      "  select case a when 1 then 2 end; select 3; end";
  EXPECT_THAT(texts(atomic + "; select 1", postgresql()), ElementsAre(atomic, "select 1"));
  EXPECT_THAT(texts("BEGIN NOT ATOMIC SELECT 1; SELECT 2; END; SELECT 3", mysql()),
              ElementsAre("BEGIN NOT ATOMIC SELECT 1; SELECT 2; END", "SELECT 3"));
}

TEST(Splitter, RulesWithSeveralCommands) {
  const std::string rule = "create rule r as on insert to t do instead (delete from a; select (1))";
  EXPECT_THAT(texts(rule + "; select 1", postgresql()), ElementsAre(rule, "select 1"));
}

TEST(Splitter, WordsOfBodiesElsewhere) {
  EXPECT_THAT(texts("begin; select 1; end; commit", postgresql()),
              ElementsAre("begin", "select 1", "end", "commit"));
  EXPECT_THAT(texts("create table event (begin int); select 1", mysql()),
              ElementsAre("create table event (begin int)", "select 1"));
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

// Texts that make a quadratic splitter take minutes.
TEST(Splitter, TakesLinearTime) {
  constexpr int kCopies = 300'000;
  for (const std::string_view piece : {"/* ", "$a", "go ", "\ngo x", "' ", "  /", "--\n", "((", "[",
                                       "begin ", "$$ ", "`;", "\n\n\n  ", "x.end;"}) {
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
