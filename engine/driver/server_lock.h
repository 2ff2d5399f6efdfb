// A lock that the server, or the operating system, keeps only as long as its holder lives; the lock
// row, which outlives its holder, stands beside it. Not thread-safe; must not outlive the
// connection it is from.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace strata::driver {

class ServerLock {
 public:
  ServerLock() = default;
  virtual ~ServerLock() = default;  // gives it back
  ServerLock(const ServerLock&) = delete;
  ServerLock& operator=(const ServerLock&) = delete;

  // Waits at most that long. False when somebody else has it; throws as Connection does.
  virtual bool acquire(std::chrono::milliseconds wait) = 0;
  virtual void release() noexcept = 0;

  // What the lock row has to say of this holder so that is_gone() can tell; without blanks. Empty
  // where having the lock is proof enough.
  virtual std::string sign() const { return ""; }
  // Whether the holder that left this sign in the lock row is dead for certain. Call it while
  // having the lock.
  virtual bool is_gone(std::string_view /*sign*/) { return true; }
};

}  // namespace strata::driver
