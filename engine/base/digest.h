// MD5 (libmd) and Unicode normalisation form C (utf8proc), as the reference's checksums need them.
// Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace strata {

// 32 lower-case hexadecimal digits.
std::string md5_hex(std::string_view bytes);

// The text in normalisation form C; the bytes unchanged where they are not valid UTF-8.
std::string normalize_nfc(std::string_view utf8);

}  // namespace strata
