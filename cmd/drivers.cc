#include "cmd/drivers.h"

#include <filesystem>

#include "engine/base/text.h"
#include "engine/embed/drivers.h"

namespace strata::cmd {
namespace {

// What needs no module must run where /proc is missing, too; the path is then one that cannot be,
// not one below the current folder.
std::filesystem::path program_file() {
  const std::filesystem::path self = "/proc/self/exe";
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink(self, failed);
  return failed ? self / "program" : program;
}

}  // namespace

driver::Registry drivers(const std::string& paths) {
  driver::Registry registry = embed::built_in_drivers(program_file());
  for (const std::string& path : split_trimmed(paths, ',')) {
    if (!path.empty()) embed::add_drivers(registry, path);
  }
  return registry;
}

}  // namespace strata::cmd
