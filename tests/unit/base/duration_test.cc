#include "engine/base/duration.h"

#include <gtest/gtest.h>

namespace strata {
namespace {

using std::chrono::milliseconds;

TEST(DurationTest, Reads) {
  EXPECT_EQ(parse_duration("500ms"), milliseconds(500));
  EXPECT_EQ(parse_duration(" 5 s "), milliseconds(5'000));
  EXPECT_EQ(parse_duration("2M"), milliseconds(120'000));
  EXPECT_EQ(parse_duration("1h"), milliseconds(3'600'000));
  EXPECT_EQ(parse_duration("7"), milliseconds(7'000));
  EXPECT_EQ(parse_duration("0"), milliseconds(0));
}

TEST(DurationTest, Refuses) {
  for (const char* text : {"", "s", "-1s", "5 days", "1.5s", "5s5", "99999999999s"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(DurationTest, Writes) {
  EXPECT_EQ(to_text(milliseconds(1500)), "1500 ms");
  EXPECT_EQ(to_text(milliseconds(2000)), "2 s");
  EXPECT_EQ(to_text(milliseconds(0)), "0 ms");
}

}  // namespace
}  // namespace strata
