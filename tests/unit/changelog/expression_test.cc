#include "engine/changelog/expression.h"

#include <gtest/gtest.h>

#include "engine/base/error.h"

namespace strata::changelog {
namespace {

using Names = std::vector<std::string>;

bool matches(std::string_view expression, const Names& names) {
  return Expression::parse(expression).matches(names);
}

std::string failure(std::string_view expression) {
  try {
    Expression::parse(expression);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(Expression, Names) {
  EXPECT_TRUE(matches("test", {"test"}));
  EXPECT_TRUE(matches(" Test ", {"prod", "tEST"}));
  EXPECT_FALSE(matches("test", {"prod"}));
  EXPECT_TRUE(matches("two words", {"two words"}));
  EXPECT_TRUE(matches("android", {"android"}));
  EXPECT_TRUE(matches("x-1.2_y!", {"x-1.2_y!"}));
}

TEST(Expression, WithoutNamesEverythingHolds) {
  for (const char* text : {"a", "!a", "a and b", "not (a or b)", "@!a"}) {
    EXPECT_TRUE(matches(text, {})) << text;
  }
}

TEST(Expression, NamesWithAtSignMustBeGiven) {
  EXPECT_FALSE(matches("@a", {}));
  EXPECT_FALSE(matches("@a and b", {}));
  EXPECT_TRUE(matches("@a or b", {}));
  EXPECT_TRUE(matches("@a", {"a"}));
  EXPECT_FALSE(matches("@a", {"b"}));
  EXPECT_FALSE(matches("@!a", {"a"}));
}

TEST(Expression, AndOrNot) {
  EXPECT_TRUE(matches("a and b", {"a", "b"}));
  EXPECT_FALSE(matches("a AND b", {"a"}));
  EXPECT_TRUE(matches("a Or b", {"b"}));
  EXPECT_TRUE(matches("a or b and c", {"a"}));
  EXPECT_FALSE(matches("(a or b) and c", {"a"}));
  EXPECT_TRUE(matches("!a and not b", {"c"}));
  EXPECT_FALSE(matches("not a", {"a"}));
  EXPECT_FALSE(matches("!(a or b)", {"b"}));
}

TEST(Expression, CommasAreTheWeakestOr) {
  EXPECT_TRUE(matches("a, b", {"b"}));
  EXPECT_TRUE(matches("a,b and c", {"a"}));
  EXPECT_TRUE(matches("(a,b) and c", {"b", "c"}));
  EXPECT_FALSE(matches("(a,b) and c", {"b"}));
}

TEST(Expression, Mistakes) {
  EXPECT_EQ(failure("a and"), "something is missing at the end in the expression 'a and'");
  EXPECT_EQ(failure("or a"), "something is missing before 'or' in the expression 'or a'");
  EXPECT_EQ(failure("(a"), "a ')' is missing in the expression '(a'");
  EXPECT_EQ(failure("a)"), "unexpected ')' in the expression 'a)'");
  EXPECT_EQ(failure("()"), "something is missing before ')' in the expression '()'");
  EXPECT_NE(failure(std::string(10'000, '(')).find("too many parentheses"), std::string::npos);
  EXPECT_NE(failure(std::string(10'000, '!') + "a").find("too many parentheses"),
            std::string::npos);
}

}  // namespace
}  // namespace strata::changelog
