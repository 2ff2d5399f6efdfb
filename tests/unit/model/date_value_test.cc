#include "engine/model/date_value.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

namespace strata::model {
namespace {

std::string read(std::string_view text) {
  const Moment value = parse_date_value(text);
  return value ? to_iso(*value) : "an expression";
}

struct Case {
  std::string_view text;
  std::string_view iso;
};

class DateValueTest : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    setenv("TZ", "UTC", 1);
    tzset();
  }
};

TEST_P(DateValueTest, Reads) { EXPECT_EQ(read(GetParam().text), GetParam().iso); }

INSTANTIATE_TEST_SUITE_P(Dates, DateValueTest,
                         testing::Values(Case{"2020-01-02", "2020-01-02"},
                                         Case{"2020-02-30", "2020-03-01"},
                                         Case{"2020-13-45", "2021-02-14"},
                                         Case{"abcdefghij", "an expression"},
                                         Case{"20200102", "an expression"}));

INSTANTIATE_TEST_SUITE_P(Times, DateValueTest,
                         testing::Values(Case{"03:04:05", "03:04:05"}, Case{"1:2:3", "01:02:03"},
                                         Case{"25:61:00", "02:01:00"},
                                         Case{"3:4", "an expression"}));

INSTANTIATE_TEST_SUITE_P(DatesWithTimes, DateValueTest,
                         testing::Values(Case{"2020-01-02T03:04:05", "2020-01-02T03:04:05"},
                                         Case{"2020-01-02 03:04:05", "2020-01-02T03:04:05"},
                                         Case{"2020-01-02 03:04:05.120", "2020-01-02T03:04:05.12"},
                                         Case{"2020-01-02T03:04:05.5Z", "2020-01-02T03:04:05.5"},
                                         Case{"2020-01-02T03:04:05.5+02:00",
                                              "2020-01-02T03:04:05.5"},
                                         Case{"2020-01-02 03:04:05.5Z", "an expression"},
                                         Case{"2020-01-02T03:04:05Z", "an expression"},
                                         Case{"2020-01-02 03:04:05.x", "an expression"}));

INSTANTIATE_TEST_SUITE_P(Expressions, DateValueTest,
                         testing::Values(Case{"now()", "an expression"}, Case{"", "an expression"},
                                         Case{"null", "an expression"},
                                         Case{"CURRENT_TIMESTAMP", "an expression"}));

TEST(LocalDateTime, IsThatOfTheZone) {
  setenv("TZ", "America/New_York", 1);
  tzset();
  const DateValue value = local_date_time(1577923200);  // 2020-01-02 00:00 UTC
  setenv("TZ", "UTC", 1);
  tzset();
  EXPECT_EQ(to_iso(value), "2020-01-01T19:00:00");
  EXPECT_EQ(to_iso(local_date_time(1577923200)), "2020-01-02T00:00:00");
}

}  // namespace
}  // namespace strata::model
