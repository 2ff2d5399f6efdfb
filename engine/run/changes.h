// The time between taking and giving back the lock. Not thread-safe.
#pragma once

#include <stop_token>

#include "engine/run/session.h"

namespace strata::run {

// Whatever ends it early gives the lock back as well.
class Changes {
 public:
  Changes(Session& session, const std::stop_token& stop) : session_(session) {
    session_.start_changes(stop);
  }
  ~Changes() {
    if (!finished_) session_.abandon_changes();
  }
  Changes(const Changes&) = delete;
  Changes& operator=(const Changes&) = delete;

  void finish() {
    session_.finish_changes();
    finished_ = true;
  }

 private:
  Session& session_;
  bool finished_ = false;
};

}  // namespace strata::run
