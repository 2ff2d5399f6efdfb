#include "cmd/live_line.h"

#include <fmt/format.h>

namespace strata::cmd {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetween{200};
constexpr std::chrono::seconds kPatience{1};

// Of the first line, at most so many bytes, without cutting a character.
std::string shortened(const std::string& text, std::size_t limit) {
  std::string line = text.substr(0, text.find('\n'));
  if (line.size() == text.size() && line.size() <= limit) return line;
  limit = limit > 3 ? limit - 3 : 0;
  while (limit > 0 && limit < line.size() &&
         (static_cast<unsigned char>(line[limit]) & 0xC0U) == 0x80U)
    --limit;
  return line.substr(0, limit) + "...";
}

}  // namespace

LiveLine::LiveLine(std::ostream& out, std::size_t columns)
    : out_(out), columns_(columns), thread_([this] { tick(); }) {}

LiveLine::~LiveLine() {
  {
    const std::lock_guard guard(mutex_);
    erase();
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void LiveLine::show(std::string text) {
  const std::lock_guard guard(mutex_);
  erase();
  text_ = std::move(text);
  since_ = Clock::now();
}

void LiveLine::update(std::string text) {
  const std::lock_guard guard(mutex_);
  text_ = std::move(text);
}

void LiveLine::clear() {
  const std::lock_guard guard(mutex_);
  erase();
  text_.clear();
}

void LiveLine::erase() {
  if (!drawn_) return;
  out_ << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

void LiveLine::tick() {
  std::unique_lock guard(mutex_);
  while (!wake_.wait_for(guard, kBetween, [this] { return ending_; })) {
    const Clock::duration elapsed = Clock::now() - since_;
    if (text_.empty() || elapsed < kPatience) continue;
    const std::string time =
        fmt::format(" ({} s)", std::chrono::duration_cast<std::chrono::seconds>(elapsed).count());
    const std::size_t room = columns_ > time.size() + 3 ? columns_ - time.size() - 3 : 1;
    out_ << "\r\x1b[K  " << shortened(text_, room) << time << std::flush;
    drawn_ = true;
  }
}

}  // namespace strata::cmd
