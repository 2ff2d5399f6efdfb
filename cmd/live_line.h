// The last line of a terminal while something takes long: what, and for how long already. Its calls
// are safe from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <ostream>
#include <string>
#include <thread>

namespace strata::cmd {

class LiveLine {
 public:
  // Writes to `out`, which is a terminal of so many columns.
  LiveLine(std::ostream& out, std::size_t columns);
  ~LiveLine();
  LiveLine(const LiveLine&) = delete;
  LiveLine& operator=(const LiveLine&) = delete;

  // Shown once it has taken a second, from then on with its time.
  void show(std::string text);
  // The same thing, further on: keeps its time.
  void update(std::string text);
  // Takes the line off the terminal, so that something else can be written.
  void clear();

 private:
  void tick();
  void erase();

  std::ostream& out_;
  std::size_t columns_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::string text_;
  std::chrono::steady_clock::time_point since_;
  bool drawn_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace strata::cmd
