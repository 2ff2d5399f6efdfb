#include "engine/base/digest.h"

#include <md5.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace strata {

std::string md5_hex(std::string_view bytes) {
  std::array<char, MD5_DIGEST_STRING_LENGTH> hex{};
  MD5Data(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), hex.data());
  return hex.data();
}

struct Md5::State {
  MD5_CTX context{};
};

Md5::Md5() : state_(std::make_unique<State>()) { MD5Init(&state_->context); }

Md5::~Md5() = default;

void Md5::add(std::string_view bytes) {
  MD5Update(&state_->context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string Md5::hex() {
  std::array<char, MD5_DIGEST_STRING_LENGTH> hex{};
  MD5End(&state_->context, hex.data());
  return hex.data();
}

std::string normalize_nfc(std::string_view utf8) {
  const bool ascii = std::all_of(utf8.begin(), utf8.end(), [](char c) { return (c & 0x80) == 0; });
  if (ascii) return std::string(utf8);
  utf8proc_uint8_t* raw = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()),
                   static_cast<utf8proc_ssize_t>(utf8.size()), &raw,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(raw, &std::free);
  if (size < 0) return std::string(utf8);
  return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size)};
}

}  // namespace strata
