#include "drivers/mysql/default_text.h"

#include <gtest/gtest.h>

namespace strata::mysql {
namespace {

TEST(StandsAlone, LiteralsAndParenthesesDoEverywhere) {
  for (const char* text : {"1", "-1.5", "1e10", "NULL", "true", "'it''s'", "b'101'", "x'ff'",
                           "'a\\'b'", "(1 + 2)", "('(')", "(a) "}) {
    EXPECT_EQ(stands_alone(text, Calls::InParentheses), std::string_view(text) != "(a) ") << text;
  }
}

TEST(StandsAlone, CallsDoOnlyWhereTheyMay) {
  for (const char* text : {"uuid()", "concat('a', ')')", "CURRENT_DATE", "nextval(`s`)"}) {
    EXPECT_TRUE(stands_alone(text, Calls::Allowed)) << text;
    EXPECT_FALSE(stands_alone(text, Calls::InParentheses)) << text;
  }
}

TEST(StandsAlone, ExpressionsNeverDo) {
  for (const char* text : {"1 + 2", "(1) + (2)", "'a' 'b' || c", "f(1) + 1", "- 1"}) {
    EXPECT_FALSE(stands_alone(text, Calls::Allowed)) << text;
  }
}

}  // namespace
}  // namespace strata::mysql
