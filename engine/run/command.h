// Runs programs for `executeCommand` and `runWith`.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strata::run {

struct Command {
  std::vector<std::string> words;  // the program, looked up in PATH, and its arguments
  std::vector<std::pair<std::string, std::string>> environment;  // added to this process's own
  std::optional<std::chrono::seconds> timeout;
  std::optional<std::string> input = std::nullopt;  // absent: none
  std::string log_file = {};                        // what it writes is added there; empty: nowhere
};

// Runs it to its end and returns what it wrote to both outputs. Throws Error(Command) if it cannot
// be started, returns anything but 0 or takes too long (then it and its children are killed),
// Error(Interrupted) if asked to stop.
std::string run_command(const Command& command, const std::stop_token& stop);

// "10s", "5m", "1h"; a bare number is seconds. Absent if it is none of these.
std::optional<std::chrono::seconds> parse_timeout(std::string_view text);

// As a shell would take it, for people to read.
std::string to_text(const Command& command);

}  // namespace strata::run
