// SIGINT and SIGTERM: the first stops a run at the next safe point, the second cancels the running
// statement.
#pragma once

#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace strata::cmd {

// Make it before any other thread: it blocks the signals and takes them on a thread of its own.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  std::stop_token token() const { return stop_.get_token(); }
  // `on_signal` gets 1, 2, ... for each signal; it is called on the watching thread. Call before a
  // run, and with nullptr after it.
  void set_handler(std::function<void(int)> on_signal);

 private:
  void watch();

  std::stop_source stop_;
  std::mutex mutex_;
  std::function<void(int)> on_signal_;
  std::thread thread_;
};

}  // namespace strata::cmd
