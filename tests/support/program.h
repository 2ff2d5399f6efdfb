// The `strata` program as a process of its own, for tests of what happens to a run from outside:
// signals, lost connections, several runs at once. Not thread-safe.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace strata::test {

struct Outcome {
  int exit_code = -1;  // 128 + number when a signal ended it
  std::string output;  // standard output and standard error
};

class Program {
 public:
  // Starts it. `environment` holds further "NAME=value".
  explicit Program(const std::vector<std::string>& arguments,
                   const std::vector<std::string>& environment = {});
  // Kills it if it still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void signal(int number);
  // Waits for its end.
  Outcome wait();

 private:
  pid_t process_ = -1;
  int output_ = -1;
};

// Starts it and waits for its end.
Outcome run_program(const std::vector<std::string>& arguments,
                    const std::vector<std::string>& environment = {});

}  // namespace strata::test
