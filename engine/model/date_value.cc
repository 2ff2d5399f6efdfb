#include "engine/model/date_value.h"

#include <algorithm>
#include <array>
#include <ctime>

#include <fmt/format.h>

namespace strata::model {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads "12-3-4"-like numbers from the front of a text; blanks before a number are skipped.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool number(int& out) {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t'))
      rest_.remove_prefix(1);
    if (rest_.empty() || !is_digit(rest_.front())) return false;
    constexpr std::int64_t kLimit = 100'000'000;
    std::int64_t value = 0;
    while (!rest_.empty() && is_digit(rest_.front())) {
      value = std::min(kLimit, value * 10 + (rest_.front() - '0'));
      rest_.remove_prefix(1);
    }
    out = static_cast<int>(value);
    return true;
  }

  bool symbol(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

 private:
  std::string_view rest_;
};

std::int64_t moment_of(const DateValue& value) {
  std::tm parts{};
  parts.tm_year = value.year - 1900;
  parts.tm_mon = value.month - 1;
  parts.tm_mday = value.day;
  parts.tm_hour = value.hour;
  parts.tm_min = value.minute;
  parts.tm_sec = value.second;
  parts.tm_isdst = -1;
  return std::mktime(&parts);
}

// Rolls parts over their ends and moves times that a zone skips, as a lenient calendar does.
DateValue normalised(DateValue value) {
  DateValue result = local_date_time(moment_of(value));
  result.kind = value.kind;
  result.nanos = value.nanos;
  return result;
}

DateValue day_or_time(const DateValue& value) {
  const std::time_t moment = moment_of(value);
  std::tm parts{};
  gmtime_r(&moment, &parts);
  if (parts.tm_hour != 0 || parts.tm_min != 0 || parts.tm_sec != 0) return value;
  DateValue day;
  day.kind = DateValue::Kind::Date;
  day.year = parts.tm_year + 1900;
  day.month = parts.tm_mon + 1;
  day.day = parts.tm_mday;
  return day;
}

Moment read_time(std::string_view text) {
  DateValue value;
  value.kind = DateValue::Kind::Time;
  Cursor at(text);
  if (!at.number(value.hour) || !at.symbol(':') || !at.number(value.minute) || !at.symbol(':') ||
      !at.number(value.second)) {
    return std::nullopt;
  }
  return normalised(value);
}

bool read_day(Cursor& at, DateValue& value) {
  return at.number(value.year) && at.symbol('-') && at.number(value.month) && at.symbol('-') &&
         at.number(value.day);
}

Moment read_date(std::string_view text) {
  DateValue value;
  value.kind = DateValue::Kind::Date;
  Cursor at(text);
  if (!read_day(at, value)) return std::nullopt;
  return normalised(value);
}

Moment read_date_time(std::string_view text) {
  DateValue value;
  Cursor at(text);
  const char separator = text.find(' ') != std::string_view::npos ? ' ' : 'T';
  if (!read_day(at, value) || !at.symbol(separator) || !at.number(value.hour) || !at.symbol(':') ||
      !at.number(value.minute) || !at.symbol(':') || !at.number(value.second)) {
    return std::nullopt;
  }
  return normalised(value);
}

// The zone of an ISO time ("Z", "+01:00"), which the reference reads and ignores.
std::string_view without_zone(std::string_view digits_and_zone) {
  std::size_t end = 0;
  while (end < digits_and_zone.size() && is_digit(digits_and_zone[end])) ++end;
  const std::string_view zone = digits_and_zone.substr(end);
  const auto two_digits_at = [&](std::size_t i) {
    return is_digit(zone[i]) && is_digit(zone[i + 1]);
  };
  const bool hours_and_minutes = zone.size() >= 6 && (zone[0] == '+' || zone[0] == '-') &&
                                 two_digits_at(1) && zone[3] == ':' && two_digits_at(4);
  const bool seconds = zone.size() == 9 && zone[6] == ':' && two_digits_at(7);
  const bool is_zone = zone == "Z" || (hours_and_minutes && (zone.size() == 6 || seconds));
  return is_zone && end > 0 && end <= 9 ? digits_and_zone.substr(0, end) : digits_and_zone;
}

std::optional<std::int32_t> read_fraction(std::string_view digits) {
  constexpr std::size_t kDigits = 9;
  if (digits.empty() || digits.size() > kDigits) return std::nullopt;
  std::int32_t nanos = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    if (i < digits.size() && !is_digit(digits[i])) return std::nullopt;
    nanos = nanos * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  }
  return nanos;
}

}  // namespace

Moment parse_date_value(std::string_view text) {
  constexpr std::size_t kDate = 10;
  constexpr std::size_t kTime = 8;
  constexpr std::size_t kDateTime = 19;
  if (text.size() == kTime) return read_time(text);
  if (text.size() == kDate) return read_date(text);
  if (text.size() == kDateTime) return read_date_time(text);
  const bool has_colon = text.find(':') != std::string_view::npos;
  const bool has_dash = text.find('-') != std::string_view::npos;
  if (has_colon && !has_dash) {
    return text.find('.') == std::string_view::npos ? read_time(text) : std::nullopt;
  }
  if (text.size() <= kDateTime || text[kDateTime] != '.') return std::nullopt;
  Moment value = read_date_time(text.substr(0, kDateTime));
  std::string_view fraction = text.substr(kDateTime + 1);
  if (text[kDate] == 'T') fraction = without_zone(fraction);
  if (fraction.starts_with('+')) fraction.remove_prefix(1);
  const std::optional<std::int32_t> nanos = read_fraction(fraction);
  if (!value || !nanos) return std::nullopt;
  value->nanos = *nanos;
  return value;
}

Moment parse_java_date(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  static constexpr std::string_view kDays = "Sun Mon Tue Wed Thu Fri Sat ";
  static constexpr std::size_t kShortest = 28;  // "Thu Jan 02 00:00:00 UTC 2020"
  if (text.size() < kShortest || kDays.find(text.substr(0, 4)) % 4 != 0) return std::nullopt;
  const auto* const month = std::find(kMonths.begin(), kMonths.end(), text.substr(4, 3));
  const std::size_t zone = text.find(' ', 20);
  Cursor at(text.substr(7));
  DateValue value;
  const bool fits = month != kMonths.end() && zone != std::string_view::npos && at.symbol(' ') &&
                    at.number(value.day) && at.symbol(' ') && at.number(value.hour) &&
                    at.symbol(':') && at.number(value.minute) && at.symbol(':') &&
                    at.number(value.second) && at.symbol(' ');
  Cursor behind(text.substr(fits ? zone : text.size()));
  if (!fits || !behind.number(value.year)) return std::nullopt;
  value.month = static_cast<int>(month - kMonths.begin()) + 1;
  return day_or_time(value);
}

DateValue local_date_time(std::int64_t epoch_seconds) {
  const std::time_t moment = epoch_seconds;
  std::tm parts{};
  localtime_r(&moment, &parts);
  return {DateValue::Kind::DateTime,
          parts.tm_year + 1900,
          parts.tm_mon + 1,
          parts.tm_mday,
          parts.tm_hour,
          parts.tm_min,
          parts.tm_sec,
          0};
}

std::string to_iso(const DateValue& value) {
  std::string date = fmt::format("{:04}-{:02}-{:02}", value.year, value.month, value.day);
  if (value.kind == DateValue::Kind::Date) return date;
  std::string time = fmt::format("{:02}:{:02}:{:02}", value.hour, value.minute, value.second);
  if (value.kind == DateValue::Kind::Time) return time;
  if (value.nanos != 0) {
    std::string fraction = fmt::format("{:09}", value.nanos);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    time += "." + fraction;
  }
  return date + "T" + time;
}

}  // namespace strata::model
