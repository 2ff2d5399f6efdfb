#include "engine/base/utf8.h"

#include <map>

#include <utf8proc.h>

#include <cstdint>

namespace strata {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Lead {
  std::size_t length = 0;     // of the whole sequence; 0 = no lead byte
  std::uint8_t least = 0x80;  // what the second byte may be
  std::uint8_t most = 0xBF;
};

Lead lead_of(std::uint8_t byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2};
  if (byte == 0xE0) return {3, 0xA0};
  if (byte == 0xED) return {3, 0x80, 0x9F};  // no surrogates
  if (byte >= 0xE1 && byte <= 0xEF) return {3};
  if (byte == 0xF0) return {4, 0x90};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  if (byte >= 0xF1 && byte <= 0xF3) return {4};
  return {};
}

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
  if (byte(0) < 0x80) return {byte(0), 1, true};
  const Lead lead = lead_of(byte(0));
  if (lead.length == 0) return {kReplacement, 1, false};
  char32_t value = byte(0) & (0xFFU >> (lead.length + 1));
  for (std::size_t i = 1; i < lead.length; ++i) {
    const std::uint8_t least = i == 1 ? lead.least : 0x80;
    const std::uint8_t most = i == 1 ? lead.most : 0xBF;
    if (at + i >= text.size() || byte(i) < least || byte(i) > most) return {kReplacement, i, false};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  return {value, lead.length, true};
}

void append_utf8(std::string& text, char32_t code_point) {
  const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (code_point < 0x80) {
    add(code_point);
  } else if (code_point < 0x800) {
    add(0xC0 | (code_point >> 6U));
    add(0x80 | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    add(0xE0 | (code_point >> 12U));
    add(0x80 | ((code_point >> 6U) & 0x3FU));
    add(0x80 | (code_point & 0x3FU));
  } else {
    add(0xF0 | (code_point >> 18U));
    add(0x80 | ((code_point >> 12U) & 0x3FU));
    add(0x80 | ((code_point >> 6U) & 0x3FU));
    add(0x80 | (code_point & 0x3FU));
  }
}

std::string repair_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint next = decode_utf8(text, i);
    if (next.valid) {
      out += text.substr(i, next.length);
    } else {
      append_utf8(out, kReplacement);
    }
    i += next.length;
  }
  return out;
}

std::string to_upper_utf8(std::string_view text) {
  // Capitals of more than one letter (Unicode's SpecialCasing.txt), which utf8proc does not know.
  static const std::map<char32_t, std::string_view> kLongCapitals{{0xDF, "SS"},
                                                                  {0x149, "\u02BCN"},
                                                                  {0x1F0, "J\u030C"},
                                                                  {0x390, "\u0399\u0308\u0301"},
                                                                  {0x3B0, "\u03A5\u0308\u0301"},
                                                                  {0x587, "\u0535\u0552"},
                                                                  {0x1E96, "H\u0331"},
                                                                  {0x1E97, "T\u0308"},
                                                                  {0x1E98, "W\u030A"},
                                                                  {0x1E99, "Y\u030A"},
                                                                  {0x1E9A, "A\u02BE"},
                                                                  {0xFB00, "FF"},
                                                                  {0xFB01, "FI"},
                                                                  {0xFB02, "FL"},
                                                                  {0xFB03, "FFI"},
                                                                  {0xFB04, "FFL"},
                                                                  {0xFB05, "ST"},
                                                                  {0xFB06, "ST"}};
  std::string upper;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const auto found = kLongCapitals.find(point.value);
    if (!point.valid) {
      upper += text.substr(at, point.length);
    } else if (found != kLongCapitals.end()) {
      upper += found->second;
    } else {
      append_utf8(upper, static_cast<char32_t>(
                             utf8proc_toupper(static_cast<utf8proc_int32_t>(point.value))));
    }
    at += point.length;
  }
  return upper;
}

}  // namespace strata
