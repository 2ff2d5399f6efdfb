// MD5 (libmd) and Unicode normalisation form C (utf8proc), as the reference's checksums need them.
// Pure functions.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace strata {

// 32 lower-case hexadecimal digits.
std::string md5_hex(std::string_view bytes);

// The same of bytes that come one after the other. Not thread-safe.
class Md5 {
 public:
  Md5();
  ~Md5();
  Md5(const Md5&) = delete;
  Md5& operator=(const Md5&) = delete;

  void add(std::string_view bytes);
  // Of all that was added; call once.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The text in normalisation form C; the bytes unchanged where they are not valid UTF-8.
std::string normalize_nfc(std::string_view utf8);

}  // namespace strata
