// Reading and writing of UTF-8, code point by code point. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace strata {

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;  // bytes; of a defect: those to be replaced by one U+FFFD
  bool valid = false;
};

// The code point at byte `at`, which must be inside the text. Overlong forms and surrogates are
// defects.
CodePoint decode_utf8(std::string_view text, std::size_t at);

void append_utf8(std::string& text, char32_t code_point);

// The text with every defect as U+FFFD.
std::string repair_utf8(std::string_view text);

// In capitals as Java's String.toUpperCase has them: "straße" is "STRASSE".
std::string to_upper_utf8(std::string_view text);

}  // namespace strata
