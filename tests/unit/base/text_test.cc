#include "engine/base/text.h"

#include <gtest/gtest.h>

namespace strata {
namespace {

TEST(Text, CaseIsThatOfAscii) {
  EXPECT_EQ(to_lower("ABC-Ä"), "abc-Ä");
  EXPECT_EQ(to_upper("abc-ä"), "ABC-ä");
  EXPECT_TRUE(equals_ignore_case("MariaDB", "mariadb"));
  EXPECT_FALSE(equals_ignore_case("a", "ab"));
  EXPECT_TRUE(starts_with_ignore_case("JDBC:mysql", "jdbc:"));
  EXPECT_FALSE(starts_with_ignore_case("jd", "jdbc:"));
}

TEST(Text, TrimTakesControlsAndBlanksAtBothEnds) {
  EXPECT_EQ(trim(" \t\r\n a b \x01"), "a b");
  EXPECT_EQ(trim(" \n "), "");
  EXPECT_EQ(trim("\u00a0a"), "\u00a0a");
}

TEST(Text, SplitKeepsEmptyParts) {
  EXPECT_EQ(split_trimmed("a, b ,,c", ','), (std::vector<std::string>{"a", "b", "", "c"}));
  EXPECT_EQ(split_trimmed("", ','), std::vector<std::string>{""});
}

TEST(Text, ReplaceAllGoesForward) {
  EXPECT_EQ(replace_all("a.b.c", ".", "::"), "a::b::c");
  EXPECT_EQ(replace_all("aaa", "aa", "a"), "aa");
}

}  // namespace
}  // namespace strata
