#include "engine/document/scalar.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include <array>

namespace strata::document {
namespace {

// The process' time zone while the object lives.
class TimeZone {
 public:
  explicit TimeZone(const char* name) {
    if (const char* before = getenv("TZ")) before_ = before;
    setenv("TZ", name, 1);
    tzset();
  }
  ~TimeZone() {
    if (before_) {
      setenv("TZ", before_->c_str(), 1);
    } else {
      unsetenv("TZ");
    }
    tzset();
  }
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;

 private:
  std::optional<std::string> before_;
};

std::string describe(const Value& value) {
  static constexpr std::array<std::string_view, 7> kNames = {"none", "bool", "int", "float",
                                                             "date", "text", "list"};
  return std::string(kNames[static_cast<std::size_t>(value.kind)]) + " " + value.text;
}

std::string plain(std::string text) { return describe(plain_value(std::move(text))); }

struct Case {
  std::string_view written;
  std::string_view value;
};

class PlainScalar : public testing::TestWithParam<Case> {};

TEST_P(PlainScalar, HasItsTypeAndText) {
  EXPECT_EQ(plain(std::string(GetParam().written)), GetParam().value) << GetParam().written;
}

INSTANTIATE_TEST_SUITE_P(Booleans, PlainScalar,
                         testing::Values(Case{"yes", "bool true"}, Case{"On", "bool true"},
                                         Case{"TRUE", "bool true"}, Case{"No", "bool false"},
                                         Case{"OFF", "bool false"}, Case{"tRUE", "text tRUE"},
                                         Case{"y", "text y"}, Case{"n", "text n"}));

INSTANTIATE_TEST_SUITE_P(Nulls, PlainScalar,
                         testing::Values(Case{"", "none "}, Case{"~", "none "},
                                         Case{"null", "none "}, Case{"Null", "none "},
                                         Case{"NULL", "none "}, Case{"nULL", "text nULL"}));

INSTANTIATE_TEST_SUITE_P(
    Integers, PlainScalar,
    testing::Values(Case{"0", "int 0"}, Case{"-0", "int 0"}, Case{"+5", "int 5"},
                    Case{"-12", "int -12"}, Case{"007", "int 7"}, Case{"0_7", "int 7"},
                    Case{"08", "text 08"}, Case{"0o17", "text 0o17"}, Case{"1_000", "int 1000"},
                    Case{"0x1F", "int 31"}, Case{"-0xff", "int -255"}, Case{"0b101", "int 5"},
                    Case{"0b102", "text 0b102"}, Case{"0x", "text 0x"}, Case{"1:30", "int 90"},
                    Case{"190:20:30", "int 685230"}, Case{"1:60", "text 1:60"},
                    Case{"01:30", "text 01:30"}, Case{"-", "text -"}, Case{"_1", "text _1"},
                    Case{"123456789012345678901234567890", "int 123456789012345678901234567890"},
                    Case{"0xFFFFFFFFFFFFFFFFFFFF", "int 1208925819614629174706175"},
                    Case{"1:0:0:0:0:0:0:0:0:0:0:0", "int 36279705600000000000"}));

INSTANTIATE_TEST_SUITE_P(
    Floats, PlainScalar,
    testing::Values(Case{"1.50", "float 1.5"}, Case{"1.", "float 1.0"}, Case{".5", "float 0.5"},
                    Case{"-.5e3", "float -500.0"}, Case{"1e3", "float 1000.0"},
                    Case{"1E+10", "float 1.0E10"}, Case{"0.001", "float 0.001"},
                    Case{"0.00012", "float 1.2E-4"}, Case{"9999999.999", "float 9999999.999"},
                    Case{"10000000.0", "float 1.0E7"},
                    Case{"123456789.125", "float 1.23456789125E8"}, Case{"-0.0", "float -0.0"},
                    Case{"1e400", "float Infinity"}, Case{"-1e400", "float -Infinity"},
                    Case{"1e-400", "float 0.0"}, Case{".inf", "float Infinity"},
                    Case{"-.INF", "float -Infinity"}, Case{".nan", "float NaN"},
                    Case{"+.nan", "text +.nan"}, Case{"1_0.2_5", "float 10.25"},
                    Case{"190:20:30.15", "float 685230.15"}, Case{"5e-324", "float 4.9E-324"},
                    Case{".", "text ."}, Case{"1.2.3", "text 1.2.3"}));

INSTANTIATE_TEST_SUITE_P(
    Dates, PlainScalar,
    testing::Values(Case{"2020-01-02", "date Thu Jan 02 00:00:00 UTC 2020"},
                    Case{"2020-02-30", "date Sun Mar 01 00:00:00 UTC 2020"},
                    Case{"2020-13-45", "date Sun Feb 14 00:00:00 UTC 2021"},
                    Case{"2020-1-2", "text 2020-1-2"}, Case{"20200102", "int 20200102"},
                    Case{"2020-1-2 3:04:05", "text 2020-01-02 03:04:05"},
                    Case{"2020-01-02T03:04:05.678Z", "text 2020-01-02 03:04:05"},
                    Case{"2020-01-02 25:61:00", "text 2020-01-03 02:01:00"},
                    Case{"2020-01-02T03:04:05+02:00", "text Thu Jan 02 01:04:05 UTC 2020"},
                    Case{"2020-01-02 03:04:05 -8", "text Thu Jan 02 11:04:05 UTC 2020"},
                    Case{"2020-01-02T03:04", "text 2020-01-02T03:04"}));

// The suites above are written for it.
class Utc : public testing::Environment {
 public:
  void SetUp() override { zone_.emplace("UTC"); }
  void TearDown() override { zone_.reset(); }

 private:
  std::optional<TimeZone> zone_;
};
const testing::Environment* const kUtc = testing::AddGlobalTestEnvironment(new Utc);

TEST(Scalar, DatesAreShownInTheZoneOfTheProcess) {
  const TimeZone zone("America/New_York");
  const Value day = plain_value("2020-01-02");
  EXPECT_EQ(describe(day), "date Wed Jan 01 19:00:00 EST 2020");
  EXPECT_EQ(day.epoch_seconds, 1577923200);  // UTC midnight nevertheless
  EXPECT_EQ(plain("2020-01-02T03:04:05Z"), "text 2020-01-02 03:04:05");
  EXPECT_EQ(plain("2020-01-02T03:04:05+02:00"), "text Wed Jan 01 20:04:05 EST 2020");
  EXPECT_EQ(plain("2020-03-08 02:30:00"), "text 2020-03-08 03:30:00");  // a time the zone skips
}

TEST(Scalar, TagsDecideTheType) {
  const auto tagged = [](std::string_view type, std::string text) {
    const auto value = tagged_value("tag:yaml.org,2002:" + std::string(type), std::move(text));
    return value ? describe(*value) : "misfit";
  };
  EXPECT_EQ(tagged("str", "5"), "text 5");
  EXPECT_EQ(tagged("str", ""), "text ");
  EXPECT_EQ(tagged("int", "0x10"), "int 16");
  EXPECT_EQ(tagged("int", "five"), "misfit");
  EXPECT_EQ(tagged("float", "5"), "float 5.0");
  EXPECT_EQ(tagged("float", "-5"), "float -5.0");
  EXPECT_EQ(tagged("bool", "yEs"), "bool true");
  EXPECT_EQ(tagged("bool", "maybe"), "misfit");
  EXPECT_EQ(tagged("null", "x"), "none ");
  EXPECT_EQ(tagged("timestamp", "2020-01-02"), "date Thu Jan 02 00:00:00 UTC 2020");
  EXPECT_EQ(tagged("binary", "eA=="), "misfit");
  EXPECT_FALSE(tagged_value("!mine", "5"));
}

TEST(Scalar, AListHasATextOfItsOwn) {
  EXPECT_EQ(list_value({text_value("a"), plain_value("~"), plain_value("007")}).text,
            "[a, null, 7]");
  EXPECT_EQ(list_value({list_value({text_value("a")}), text_value("b")}).text, "[[a], b]");
}

}  // namespace
}  // namespace strata::document
