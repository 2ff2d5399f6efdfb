#include "engine/document/timestamp.h"

#include <fmt/format.h>

#include <array>
#include <ctime>
#include <string>
#include <utility>

namespace strata::document {
namespace {

struct Timestamp {
  int year = 0;
  int month = 1;
  int day = 1;
  bool has_time = false;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::optional<int> zone_minutes;  // absent also for "Z", as the reference ignores it
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool symbol(char c) {
    if (peek() != c || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool blanks() {
    bool any = false;
    while (symbol(' ') || symbol('\t')) any = true;
    return any;
  }

  // Between `least` and `most` digits; the number of them, 0 if there are too few.
  std::size_t number(std::size_t least, std::size_t most, int& out) {
    std::size_t count = 0;
    out = 0;
    while (count < most && is_digit(peek())) {
      out = out * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
      ++count;
    }
    return count < least ? 0 : count;
  }

  void digits() {
    while (is_digit(peek())) rest_.remove_prefix(1);
  }

 private:
  std::string_view rest_;
};

bool read_zone(Cursor& at, Timestamp& stamp) {
  at.blanks();
  if (at.done() || at.symbol('Z')) return at.done();
  const bool west = at.symbol('-');
  if (!west && !at.symbol('+')) return false;
  int hours = 0;
  int minutes = 0;
  if (at.number(1, 2, hours) == 0) return false;
  if (at.symbol(':') && at.number(2, 2, minutes) == 0) return false;
  stamp.zone_minutes = (west ? -1 : 1) * (hours * 60 + minutes);
  return at.done();
}

bool read_time(Cursor& at, Timestamp& stamp) {
  stamp.has_time = true;
  if (!at.symbol('T') && !at.symbol('t') && !at.blanks()) return false;
  if (at.number(1, 2, stamp.hour) == 0 || !at.symbol(':')) return false;
  if (at.number(2, 2, stamp.minute) == 0 || !at.symbol(':')) return false;
  if (at.number(2, 2, stamp.second) == 0) return false;
  if (at.symbol('.')) at.digits();
  return read_zone(at, stamp);
}

std::optional<Timestamp> parse(std::string_view text) {
  Timestamp stamp;
  Cursor at(text);
  if (at.number(4, 4, stamp.year) == 0 || !at.symbol('-')) return std::nullopt;
  const std::size_t month_digits = at.number(1, 2, stamp.month);
  if (month_digits == 0 || !at.symbol('-')) return std::nullopt;
  const std::size_t day_digits = at.number(1, 2, stamp.day);
  if (day_digits == 0) return std::nullopt;
  if (at.done()) {
    const bool padded = month_digits == 2 && day_digits == 2;
    return padded ? std::optional(stamp) : std::nullopt;
  }
  return read_time(at, stamp) ? std::optional(stamp) : std::nullopt;
}

std::tm parts_of(const Timestamp& stamp) {
  std::tm parts{};
  parts.tm_year = stamp.year - 1900;
  parts.tm_mon = stamp.month - 1;
  parts.tm_mday = stamp.day;
  parts.tm_hour = stamp.hour;
  parts.tm_min = stamp.minute;
  parts.tm_sec = stamp.second;
  parts.tm_isdst = -1;
  return parts;
}

// Java's Date.toString: "Thu Jan 02 00:00:00 UTC 2020". The names are English in every locale.
std::string java_date(std::int64_t moment) {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                            "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(moment);
  std::tm local{};
  localtime_r(&seconds, &local);
  return fmt::format("{} {} {:02} {:02}:{:02}:{:02} {} {}",
                     kDays[static_cast<std::size_t>(local.tm_wday)],
                     kMonths[static_cast<std::size_t>(local.tm_mon)], local.tm_mday, local.tm_hour,
                     local.tm_min, local.tm_sec, local.tm_zone, local.tm_year + 1900);
}

std::string local_text(const Timestamp& stamp) {
  std::tm parts = parts_of(stamp);
  const std::time_t moment = std::mktime(&parts);
  std::tm local{};
  localtime_r(&moment, &local);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1,
                     local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec);
}

}  // namespace

std::optional<Value> timestamp_value(std::string_view text) {
  const std::optional<Timestamp> stamp = parse(text);
  if (!stamp) return std::nullopt;
  Value value;
  value.kind = Value::Kind::Text;
  if (stamp->has_time && !stamp->zone_minutes) {
    value.text = local_text(*stamp);
    return value;
  }
  std::tm parts = parts_of(*stamp);
  const std::int64_t moment = timegm(&parts) - std::int64_t{60} * stamp->zone_minutes.value_or(0);
  value.text = java_date(moment);
  if (!stamp->has_time) {
    value.kind = Value::Kind::Date;
    value.epoch_seconds = moment;
  }
  return value;
}

}  // namespace strata::document
