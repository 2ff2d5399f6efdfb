// Both test servers once more, for one test that stops them, kills them or takes something away
// from them. Not thread-safe.
#pragma once

#include <map>
#include <string>

namespace strata::test {

class PrivateServers {
 public:
  PrivateServers();
  ~PrivateServers();
  PrivateServers(const PrivateServers&) = delete;
  PrivateServers& operator=(const PrivateServers&) = delete;

  // As the shell variable STRATA_TEST_... of that end; throws where there is none.
  const std::string& variable(const std::string& name) const;
  // What tests/support/servers does with these words ("crash mariadb"); returns what it printed.
  std::string control(const std::string& words) const;

 private:
  std::map<std::string, std::string> variables_;
};

}  // namespace strata::test
