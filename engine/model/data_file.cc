#include "engine/model/data_file.h"

#include <algorithm>
#include <utility>

#include "engine/base/digest.h"

namespace strata::model {
namespace {

constexpr int kEnd = -1;
constexpr int kNone = -1;

// The reference's filter, with what it does at odd mixtures of CR, LF and comments, as its sums
// have to come out: it looks ahead from each line end, and the look changes what it remembers.
class Filter {
 public:
  Filter(std::istream& in, std::optional<char> comment) : in_(in), comment_(comment) {}

  std::string digest() {
    Md5 md5;
    std::string kept;
    for (int byte = read(last_, false); byte >= 0; byte = read(last_, false)) {
      kept += static_cast<char>(byte);
      if (byte != '\n') take_rest_of_line(kept);
      if (kept.size() < kChunk) continue;
      md5.add(kept);
      kept.clear();
    }
    md5.add(kept);
    return md5.hex();
  }

 private:
  static constexpr std::size_t kChunk = 65536;

  int take() {
    if (at_ == bytes_.size()) refill();
    return at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_++]) : kEnd;
  }

  // As read() would byte by byte, as far as the window goes.
  void take_rest_of_line(std::string& kept) {
    std::string_view rest = std::string_view(bytes_).substr(at_);
    rest = rest.substr(0, rest.find('\n'));
    rest = rest.substr(0, rest.find('\r'));
    if (rest.empty()) return;
    kept += rest;
    last_ = static_cast<unsigned char>(rest.back());
    at_ += rest.size();
  }

  // What lies behind the mark is read again after a look ahead.
  void refill() {
    const std::size_t done = is_looking_ ? mark_ : at_;
    bytes_.erase(0, done);
    at_ -= done;
    mark_ -= std::min(mark_, done);
    const std::size_t kept = bytes_.size();
    bytes_.resize(kept + kChunk);
    in_.read(bytes_.data() + kept, kChunk);
    bytes_.resize(kept + static_cast<std::size_t>(in_.gcount()));
  }

  bool is_comment(int byte) const {
    return comment_ && byte == static_cast<unsigned char>(*comment_);
  }

  int read(int last, bool looks_ahead) {
    while (true) {
      int byte = take();
      const bool line_starts = last == '\n' || last < 0;
      if (is_comment(byte) && line_starts) {
        do {
          byte = take();
        } while (byte != '\n' && byte != '\r' && byte > 0);
      }
      if (byte < 0) return byte;
      if (byte == '\r' || (byte == '\n' && line_starts)) {
        last = last_;
        looks_ahead = false;
        continue;
      }
      if (byte == '\n') {
        mark_ = at_;
        const bool was_looking = std::exchange(is_looking_, true);
        const int following = read('\n', true);
        is_looking_ = was_looking;
        // A line end counts only if something follows.
        if (following < 0) return kEnd;
        at_ = mark_;
      }
      if (!looks_ahead) last_ = byte;
      return byte;
    }
  }

  std::istream& in_;
  std::optional<char> comment_;
  std::string bytes_;  // a window of the file
  std::size_t at_ = 0;
  std::size_t mark_ = 0;
  bool is_looking_ = false;
  int last_ = kNone;
};

}  // namespace

std::string data_digest(std::istream& in, std::optional<char> comment) {
  return Filter(in, comment).digest();
}

}  // namespace strata::model
