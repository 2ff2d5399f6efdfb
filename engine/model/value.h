// The kinds of value a field of a change holds. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/location.h"
#include "engine/base/written.h"

namespace strata::model {

using Text = std::optional<std::string>;
using Flag = std::optional<bool>;

// Present, and not only blanks.
bool is_given(const Text& text);

// An integer of any size in canonical decimal text ("-12"), as startWith and incrementBy may exceed
// 64 bits.
struct Integer {
  std::string digits;

  bool operator==(const Integer&) const = default;
};
using Number = std::optional<Integer>;

// A date, a time or both, without a zone (valueDate, defaultValueDate).
struct DateValue {
  enum class Kind : std::uint8_t { Date, Time, DateTime };

  Kind kind = Kind::DateTime;
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int32_t nanos = 0;
  bool is_day = false;  // written as a day, without a time, though its kind has one

  bool operator==(const DateValue&) const = default;
};
using Moment = std::optional<DateValue>;

// "2020-01-02", "03:04:05", "2020-01-02T03:04:05", "2020-01-02T03:04:05.123": the form checksums
// use.
std::string to_iso(const DateValue& value);

// Where something was written. Two values that differ only in their place are equal.
struct Place : Location {
  Place() = default;
  Place(const Location& at) : Location(at) {}  // NOLINT(google-explicit-constructor)

  bool operator==(const Place&) const { return true; }
};

// A text with the place it was written at, so that a server's "error at character 17" can be shown
// in the changelog.
struct SourceText {
  Place at;
  ScalarStyle style = ScalarStyle::Plain;
  LineStarts lines = nullptr;
  WrittenText written = nullptr;

  bool operator==(const SourceText&) const { return true; }
};

}  // namespace strata::model
