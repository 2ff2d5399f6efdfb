#include "tests/support/private_servers.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <stdexcept>

#include <fmt/format.h>

#include "engine/base/text.h"

namespace strata::test {
namespace {

constexpr std::string_view kExport = "export STRATA_TEST_";

std::string output_of(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr)
    output += buffer.data();
  pclose(pipe);
  return output;
}

}  // namespace

PrivateServers::PrivateServers() {
  const std::string exports = control(fmt::format("start --owner {}", getpid()));
  for (const std::string& line : split_trimmed(exports, '\n')) {
    const std::size_t equals = line.find('=');
    if (!line.starts_with(kExport) || equals == std::string::npos) continue;
    variables_[line.substr(kExport.size(), equals - kExport.size())] = line.substr(equals + 1);
  }
  if (variables_.empty()) throw std::runtime_error("no servers: " + exports);
}

PrivateServers::~PrivateServers() { control("stop"); }

const std::string& PrivateServers::variable(const std::string& name) const {
  return variables_.at(name);
}

std::string PrivateServers::control(const std::string& words) const {
  const auto folder = variables_.find("SERVERS");
  return output_of(fmt::format("STRATA_TEST_SERVERS={} {}/tests/support/servers {}",
                               folder == variables_.end() ? "" : folder->second, STRATA_SOURCE_DIR,
                               words));
}

}  // namespace strata::test
