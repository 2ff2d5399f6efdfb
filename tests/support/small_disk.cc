#include "tests/support/small_disk.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

namespace strata::test {
namespace {

void run_as_root(const std::string& command) {
  const std::string whole = (geteuid() == 0 ? "" : "sudo -n ") + command;
  if (std::system(whole.c_str()) != 0) throw std::runtime_error(whole + " failed");
}

}  // namespace

// Outside of the tests' own folders, which nobody but their owner may enter.
SmallDisk::SmallDisk(int megabytes, const std::string& owner) {
  std::string pattern = "/tmp/strata-disk.XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for " + pattern);
  path_ = pattern;
  const std::string user = geteuid() == 0 ? owner : std::to_string(geteuid());
  run_as_root(fmt::format("mount -t tmpfs -o size={}m tmpfs {}", megabytes, path_));
  run_as_root(fmt::format("chown {} {}", user, path_));
}

SmallDisk::~SmallDisk() {
  try {
    run_as_root("umount --lazy " + path_);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
  }
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

void SmallDisk::resize(int megabytes) const {
  run_as_root(fmt::format("mount -o remount,size={}m {}", megabytes, path_));
}

}  // namespace strata::test
