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

std::string java_date(std::string_view text) {
  const Moment moment = parse_java_date(text);
  return moment ? to_iso(*moment) : "none";
}

TEST(JavaDate, IsADayOrATime) {
  EXPECT_EQ(java_date("Thu Jan 02 00:00:00 UTC 2020"), "2020-01-02");
  EXPECT_EQ(java_date("Thu Dec 31 02:04:05 UTC 2020"), "2020-12-31T02:04:05");
  for (const char* text : {"", "now()", "Thu Jan 02", "Thu Foo 02 00:00:00 UTC 2020",
                           "Xyz Jan 02 00:00:00 UTC 2020", "Thu Jan 02 00:00:00 UTC year",
                           "Thu Jan 02 00-00-00 UTC 2020", "Thursday, January 2nd 2020, noon"}) {
    EXPECT_EQ(java_date(text), "none") << text;
  }
}

TEST(JavaDate, OfADayIsThatDayInAnyZone) {
  setenv("TZ", "America/New_York", 1);
  tzset();
  const std::string day = java_date("Wed Jan 01 19:00:00 EST 2020");
  const std::string time = java_date("Wed Jan 01 22:04:05 EST 2020");
  setenv("TZ", "UTC", 1);
  tzset();
  EXPECT_EQ(day, "2020-01-02");
  EXPECT_EQ(time, "2020-01-01T22:04:05");
}

TEST(LocalDateTime, IsThatOfTheZone) {
  setenv("TZ", "America/New_York", 1);
  tzset();
  const DateValue value = local_date_time(1577923200);  // 2020-01-02 00:00 UTC
  setenv("TZ", "UTC", 1);
  tzset();
  EXPECT_EQ(to_iso(value), "2020-01-01T19:00:00");
  EXPECT_EQ(to_iso(local_date_time(1577923200)), "2020-01-02T00:00:00");
}

// Where clocks went forward at midnight, that day begins at one o'clock.
TEST(DateValue, DaysWithoutAMidnight) {
  setenv("TZ", "America/Sao_Paulo", 1);
  tzset();
  EXPECT_EQ(read("2018-11-04"), "2018-11-04");
  setenv("TZ", "UTC", 1);
  tzset();
}

}  // namespace
}  // namespace strata::model
