// A file system of a few megabytes, for tests of what happens when it is full. Needs root, or sudo.
// Not thread-safe.
#pragma once

#include <string>

namespace strata::test {

class SmallDisk {
 public:
  // `owner`: the user whose servers write to it, where the test itself is run by root.
  SmallDisk(int megabytes, const std::string& owner);
  // Whoever still has files open there keeps them.
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  const std::string& path() const { return path_; }
  void resize(int megabytes) const;

 private:
  std::string path_;
};

}  // namespace strata::test
