// PgBouncer before the PostgreSQL test server, in transaction pooling, for one test. A missing
// PgBouncer is an exception. Not thread-safe.
#pragma once

#include <sys/types.h>

#include <string>

#include "tests/support/temporary_folder.h"

namespace strata::test {

class Pooler {
 public:
  // `settings`: further lines of its [pgbouncer] section.
  explicit Pooler(const std::string& settings = "");
  // Kills it, and with it all its sessions.
  ~Pooler();
  Pooler(const Pooler&) = delete;
  Pooler& operator=(const Pooler&) = delete;

  // The address of a database of the test server, through the pooler.
  std::string url(const std::string& database) const;

 private:
  bool answers() const;

  TemporaryFolder folder_;
  int port_;
  pid_t process_ = -1;
};

}  // namespace strata::test
