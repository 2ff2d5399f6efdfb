#include "engine/changelog/converter.h"

#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::changelog {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

class ConvertingBuffer final : public std::streambuf {
 public:
  ConvertingBuffer(std::unique_ptr<std::istream> from, const std::string& encoding)
      : from_(std::move(from)), converter_(encoding) {}

 protected:
  int_type underflow() override {
    // Some bytes may be no text yet.
    for (text_.clear(); text_.empty() && *from_;) {
      from_->read(bytes_.data(), static_cast<std::streamsize>(bytes_.size()));
      const auto count = static_cast<std::size_t>(from_->gcount());
      text_ = converter_.convert({bytes_.data(), count}, !*from_);
    }
    if (text_.empty()) return traits_type::eof();
    setg(text_.data(), text_.data(), text_.data() + text_.size());
    return traits_type::to_int_type(text_.front());
  }

 private:
  std::unique_ptr<std::istream> from_;
  Converter converter_;
  std::array<char, 65536> bytes_{};
  std::string text_;
};

class ConvertingStream final : public std::istream {
 public:
  ConvertingStream(std::unique_ptr<std::istream> from, const std::string& encoding)
      : std::istream(nullptr), buffer_(std::move(from), encoding) {
    rdbuf(&buffer_);
  }

 private:
  ConvertingBuffer buffer_;
};

}  // namespace

Converter::Converter(const std::string& from) : handle_(iconv_open("UTF-8", from.c_str())) {
  // iconv's sign of failure.
  if (handle_ == reinterpret_cast<iconv_t>(-1)) {  // NOLINT(performance-no-int-to-ptr)
    throw Error(ErrorKind::Changelog, fmt::format("unknown encoding '{}'", from));
  }
}

Converter::~Converter() { iconv_close(handle_); }

std::string Converter::convert(std::string_view bytes, bool are_last) {
  std::string joined;
  if (!begun_.empty()) bytes = joined = std::exchange(begun_, {}) + std::string(bytes);
  std::string text;
  std::array<char, 4096> buffer{};
  char* in = const_cast<char*>(bytes.data());
  std::size_t left = bytes.size();
  while (left > 0) {
    char* out = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t result = iconv(handle_, &in, &left, &out, &room);
    const int reason = errno;
    text.append(buffer.data(), buffer.size() - room);
    if (result != static_cast<std::size_t>(-1) || reason == E2BIG) continue;
    if (reason == EINVAL && !are_last) {
      begun_.assign(in, left);
      break;
    }
    text += kReplacement;
    ++in;
    --left;
  }
  return text;
}

std::unique_ptr<std::istream> converted(std::unique_ptr<std::istream> from,
                                        const std::string& encoding) {
  return std::make_unique<ConvertingStream>(std::move(from), encoding);
}

}  // namespace strata::changelog
