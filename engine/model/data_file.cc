#include "engine/model/data_file.h"

#include "engine/base/digest.h"

namespace strata::model {
namespace {

constexpr int kEnd = -1;
constexpr int kNone = -1;

// The reference's filter, with what it does at odd mixtures of CR, LF and comments, as its sums
// have to come out: it looks ahead from each line end, and the look changes what it remembers.
class Filter {
 public:
  Filter(std::string_view bytes, std::optional<char> comment) : bytes_(bytes), comment_(comment) {}

  std::string all() {
    std::string kept;
    for (int byte = read(last_, false); byte >= 0; byte = read(last_, false))
      kept += static_cast<char>(byte);
    return kept;
  }

 private:
  int take() { return at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_++]) : kEnd; }

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
        // A line end counts only if something follows.
        if (read('\n', true) < 0) return kEnd;
        at_ = mark_;
      }
      if (!looks_ahead) last_ = byte;
      return byte;
    }
  }

  std::string_view bytes_;
  std::optional<char> comment_;
  std::size_t at_ = 0;
  std::size_t mark_ = 0;
  int last_ = kNone;
};

}  // namespace

std::string data_digest(std::string_view bytes, std::optional<char> comment) {
  return md5_hex(Filter(bytes, comment).all());
}

}  // namespace strata::model
