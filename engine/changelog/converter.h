// Text of other encodings, in UTF-8: whole, or piece by piece. Not thread-safe.
#pragma once

#include <iconv.h>

#include <istream>
#include <memory>
#include <string>
#include <string_view>

namespace strata::changelog {

class Converter {
 public:
  // Throws Error(Changelog) for an unknown encoding.
  explicit Converter(const std::string& from);
  ~Converter();
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // Of the next bytes. What they only begin waits for more unless they are the last. Bytes that
  // mean nothing become U+FFFD.
  std::string convert(std::string_view bytes, bool are_last);

 private:
  iconv_t handle_;
  std::string begun_;
};

// The stream's text, converted while it is read.
std::unique_ptr<std::istream> converted(std::unique_ptr<std::istream> from,
                                        const std::string& encoding);

}  // namespace strata::changelog
