#include "engine/base/written.h"

#include <gtest/gtest.h>

namespace strata {
namespace {

// "a ${name} b" -> "a person b"
const Replacements kName{{2, 8, 2, 9}};

TEST(Written, OffsetsLeadBack) {
  const WrittenText written = replaced(nullptr, "a ${name} b", kName);
  EXPECT_EQ(written_offset(*written, 0), 0U);
  EXPECT_EQ(written_offset(*written, 1), 1U);
  EXPECT_EQ(written_offset(*written, 2), 2U);
  EXPECT_EQ(written_offset(*written, 7), 2U);  // within "person"
  EXPECT_EQ(written_offset(*written, 8), 9U);  // behind it
  EXPECT_EQ(written_offset(*written, 9), 10U);
}

TEST(Written, NothingReplacedIsNothingToKnow) {
  EXPECT_EQ(replaced(nullptr, "a", {}), nullptr);
  const WrittenText written = replaced(nullptr, "a ${name} b", kName);
  EXPECT_EQ(replaced(written, "a person b", {}), written);
}

TEST(Written, EmptyReplacementsNextToEachOther) {
  // "${a}${b}c" -> "c" -> "xc"
  const WrittenText once = replaced(nullptr, "${a}${b}c", {{0, 0, 0, 4}, {0, 0, 4, 8}});
  EXPECT_EQ(written_offset(*once, 0), 8U);
  EXPECT_EQ(written_offset(*once, 1), 9U);
}

TEST(Written, StepAfterStep) {
  // "${a} ${b} c" -> "${b} ${b} c" -> "xyz xyz c"
  const WrittenText once = replaced(nullptr, "${a} ${b} c", {{0, 4, 0, 4}});
  const WrittenText twice = replaced(once, "${b} ${b} c", {{0, 3, 0, 4}, {4, 7, 5, 9}});
  EXPECT_EQ(twice->text, "${a} ${b} c");
  EXPECT_EQ(written_offset(*twice, 4), 5U);
  EXPECT_EQ(written_offset(*twice, 6), 5U);
  EXPECT_EQ(written_offset(*twice, 8), 10U);
}

}  // namespace
}  // namespace strata
