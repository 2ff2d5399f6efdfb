#include "engine/document/big_integer.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/base/text.h"

namespace strata::document {
namespace {

// Changing the base takes time that grows with the square of the length; nobody writes longer ones.
constexpr std::size_t kMaxConverted = 4096;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::uint32_t digit_value(char c) {
  const char lower = ascii_lower(c);
  return static_cast<std::uint32_t>(is_digit(c) ? c - '0' : lower - 'a' + 10);
}

bool is_digit_of(char c, std::uint32_t base) {
  const bool digit = is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
  return digit && digit_value(c) < base;
}

// Any underscores, a digit, then digits and underscores.
bool is_number_of(std::string_view text, std::uint32_t base) {
  const bool all = std::all_of(text.begin(), text.end(),
                               [&](char c) { return c == '_' || is_digit_of(c, base); });
  return all && text.find_first_not_of('_') != std::string_view::npos;
}

class Decimal {
 public:
  void multiply_add(std::uint32_t factor, std::uint32_t summand) {
    std::uint64_t carry = summand;
    for (std::uint32_t& limb : limbs_) {
      carry += std::uint64_t{limb} * factor;
      limb = static_cast<std::uint32_t>(carry % kBase);
      carry /= kBase;
    }
    if (carry > 0) limbs_.push_back(static_cast<std::uint32_t>(carry));
  }

  std::string text() const {
    if (limbs_.empty()) return "0";
    std::string out = fmt::format("{}", limbs_.back());
    for (std::size_t i = limbs_.size() - 1; i-- > 0;) out += fmt::format("{:09}", limbs_[i]);
    return out;
  }

 private:
  static constexpr std::uint32_t kBase = 1'000'000'000;
  std::vector<std::uint32_t> limbs_;  // lowest first
};

std::string from_base(std::string_view digits, std::uint32_t base) {
  Decimal value;
  for (const char c : digits) {
    if (c != '_') value.multiply_add(base, digit_value(c));
  }
  return value.text();
}

std::string from_sexagesimal(std::string_view text) {
  Decimal total;
  for (bool first = true; !text.empty(); first = false) {
    const std::size_t end = std::min(text.find(':'), text.size());
    std::uint32_t group = 0;
    for (const char c : text.substr(0, end)) {
      if (c == '_') continue;
      if (first) {
        total.multiply_add(10, digit_value(c));
      } else {
        group = group * 10 + digit_value(c);
      }
    }
    if (!first) total.multiply_add(60, group);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return total.text();
}

std::string decimal_digits(std::string_view text) {
  std::string digits(text);
  digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
  return digits;
}

std::optional<std::string> magnitude(std::string_view text) {
  if (text == "0") return "0";
  if (text.starts_with('0')) {
    const char kind = text.size() > 1 ? text[1] : '\0';
    const std::uint32_t base = kind == 'b' ? 2 : kind == 'x' ? 16 : 8;
    const std::string_view digits = text.substr(base == 8 ? 1 : 2);
    if (!is_number_of(digits, base) || digits.size() > kMaxConverted) return std::nullopt;
    return from_base(digits, base);
  }
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  if (is_number_of(text, 10)) return decimal_digits(text);
  if (text.size() > kMaxConverted || !is_sexagesimal(text, LeadingZero::Refused)) {
    return std::nullopt;
  }
  return from_sexagesimal(text);
}

}  // namespace

bool is_sexagesimal(std::string_view text, LeadingZero leading_zero) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view head = text.substr(0, colon);
  if (head.empty() || !is_digit(head.front()) || !is_number_of(head, 10)) return false;
  if (leading_zero == LeadingZero::Refused && head.front() == '0') return false;
  std::string_view rest = text.substr(colon);
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view group = rest.substr(0, rest.find(':'));
    const bool one = group.size() == 1 && is_digit(group[0]);
    const bool two = group.size() == 2 && group[0] >= '0' && group[0] <= '5' && is_digit(group[1]);
    if (!one && !two) return false;
    rest.remove_prefix(group.size());
  }
  return true;
}

std::optional<std::string> integer_text(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::optional<std::string> digits = magnitude(text);
  if (digits && negative && *digits != "0") digits->insert(0, 1, '-');
  return digits;
}

}  // namespace strata::document
