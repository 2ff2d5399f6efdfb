#include "engine/sql/type_text.h"

#include <gtest/gtest.h>

namespace strata::sql {
namespace {

TEST(PresentMoment, IsKnownByItsNames) {
  for (const char* text : {"CURRENT_TIMESTAMP", "current_timestamp()", "CURRENT_DATETIME", "NOW()"})
    EXPECT_EQ(present_moment(text), "") << text;
  EXPECT_EQ(present_moment("current_timestamp(3)"), "3");
  EXPECT_EQ(present_moment("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"), "");
}

TEST(PresentMoment, IsNoPartOfAnExpression) {
  for (const char* text : {"CURRENT_DATE", "'CURRENT_TIMESTAMP'", "now", "now() - interval '1 day'",
                           "current_timestamp - interval '1 day'",
                           "current_timestamp AT TIME ZONE 'utc'", "now(a)", "(now())", ""}) {
    EXPECT_EQ(present_moment(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace strata::sql
