#include "engine/base/location.h"

#include <gtest/gtest.h>

namespace strata {
namespace {

// The place of byte `offset` of `text`, which was written at line:column.
std::string place(const SourceFile& file, std::uint32_t line, std::uint32_t column,
                  ScalarStyle style, std::string_view text, std::size_t offset) {
  return to_string(within({&file, line, column, 3}, style, text, offset));
}

TEST(SourceFile, LinesEndInAnyWay) {
  const SourceFile file("a.yaml", "one\ntwo\r\nthree\rfour");
  EXPECT_EQ(file.line(1), "one");
  EXPECT_EQ(file.line(2), "two");
  EXPECT_EQ(file.line(3), "three");
  EXPECT_EQ(file.line(4), "four");
  EXPECT_EQ(file.line(0), "");
  EXPECT_EQ(file.line(5), "");
}

TEST(SourceFile, FindsTheLineOfAByte) {
  const SourceFile file("a.yaml", "ab\ncd\n");
  EXPECT_EQ(file.line_of(0), 1U);
  EXPECT_EQ(file.line_of(2), 1U);
  EXPECT_EQ(file.line_of(3), 2U);
  EXPECT_EQ(file.line_start(2), 3U);
}

TEST(Location, TextSaysWhatIsKnown) {
  const SourceFile file("a.yaml", "x");
  EXPECT_EQ(to_string(Location{}), "");
  EXPECT_EQ(to_string(Location{&file}), "a.yaml");
  EXPECT_EQ(to_string(Location{&file, 3}), "a.yaml:3");
  EXPECT_EQ(to_string(Location{&file, 3, 4}), "a.yaml:3:4");
}

TEST(Within, PlainAndQuotedScalarsOfOneLine) {
  const SourceFile file("a.yaml", "sql: select 1\nsql: \"select 1\"\n");
  EXPECT_EQ(place(file, 1, 6, ScalarStyle::Plain, "select 1", 7), "a.yaml:1:13");
  EXPECT_EQ(place(file, 2, 6, ScalarStyle::Quoted, "select 1", 7), "a.yaml:2:14");
}

TEST(Within, ColumnsCountCodePoints) {
  const SourceFile file("a.yaml", "sql: select 'ä' x\n");
  EXPECT_EQ(place(file, 1, 6, ScalarStyle::Plain, "select 'ä' x", 12), "a.yaml:1:17");
}

TEST(Within, LiteralScalarsBeginBelowTheirIndicator) {
  const SourceFile file("a.yaml", "sql: |\n    select 1,\n\n      two\n");
  constexpr std::string_view kText = "select 1,\n\n  two\n";
  EXPECT_EQ(place(file, 1, 6, ScalarStyle::Literal, kText, 0), "a.yaml:2:5");
  EXPECT_EQ(place(file, 1, 6, ScalarStyle::Literal, kText, 7), "a.yaml:2:12");
  EXPECT_EQ(place(file, 1, 6, ScalarStyle::Literal, kText, 13), "a.yaml:4:7");
}

TEST(Within, FoldedScalarsAndEscapesStayAtTheStart) {
  const SourceFile file("a.yaml", "sql: >\n  select\n  1\nsql: \"a\\tb c\"\n");
  EXPECT_EQ(place(file, 1, 6, ScalarStyle::Folded, "select 1\n", 7), "a.yaml:1:6");
  EXPECT_EQ(place(file, 4, 6, ScalarStyle::Quoted, "a\tb c", 4), "a.yaml:4:6");
}

TEST(Within, WholeFilesBeginAtTheirFirstLine) {
  const SourceFile file("a.sql", "select 1;\n\nselect ä, x;\n");
  EXPECT_EQ(place(file, 1, 1, ScalarStyle::WholeFile, file.text(), 7), "a.sql:1:8");
  EXPECT_EQ(place(file, 1, 1, ScalarStyle::WholeFile, file.text(), 11), "a.sql:3:1");
  EXPECT_EQ(place(file, 1, 1, ScalarStyle::WholeFile, file.text(), 22), "a.sql:3:11");
}

TEST(Within, AnOffsetBeyondTheEndIsTheEnd) {
  const SourceFile file("a.yaml", "sql: abc\n");
  EXPECT_EQ(place(file, 1, 6, ScalarStyle::Plain, "abc", 99), "a.yaml:1:9");
}

TEST(Within, AnUnknownPlaceStaysUnknown) { EXPECT_FALSE(within({}, ScalarStyle::Plain, "abc", 1)); }

}  // namespace
}  // namespace strata
