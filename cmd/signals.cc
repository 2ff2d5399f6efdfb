#include "cmd/signals.h"

#include <csignal>

namespace strata::cmd {
namespace {

sigset_t watched_signals() {
  sigset_t signals{};
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGUSR1);  // ends the watch
  return signals;
}

}  // namespace

SignalWatch::SignalWatch() {
  const sigset_t signals = watched_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  thread_ = std::thread([this] { watch(); });
}

SignalWatch::~SignalWatch() {
  pthread_kill(thread_.native_handle(), SIGUSR1);
  thread_.join();
}

void SignalWatch::set_handler(std::function<void(int)> on_signal) {
  const std::lock_guard guard(mutex_);
  on_signal_ = std::move(on_signal);
}

void SignalWatch::watch() {
  const sigset_t signals = watched_signals();
  int received = 0;
  while (true) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    if (signal == SIGUSR1) return;
    stop_.request_stop();
    const std::lock_guard guard(mutex_);
    if (on_signal_) on_signal_(++received);
  }
}

}  // namespace strata::cmd
