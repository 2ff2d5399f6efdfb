#include "cmd/client_options.h"

#include <charconv>

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::cmd {
namespace {

std::optional<std::chrono::seconds> timeout_of(const std::string& client,
                                               const std::string& written) {
  int seconds = 0;
  const char* const end = written.data() + written.size();
  const auto [behind, failed] = std::from_chars(written.data(), end, seconds);
  if (failed != std::errc() || behind != end || seconds < -1) {
    throw Error(ErrorKind::Usage, fmt::format("--{}-timeout: '{}' is no count", client, written))
        .with_hint("seconds, or -1 for ever");
  }
  return seconds == -1 ? std::nullopt : std::optional(std::chrono::seconds(seconds));
}

}  // namespace

run::ClientSettings client_settings(const std::string& client, const ClientOptions& options) {
  run::ClientSettings settings;
  settings.path = options.path;
  settings.arguments = run::split_arguments(options.arguments);
  if (!options.timeout.empty()) settings.timeout = timeout_of(client, options.timeout);
  settings.log_file = options.log_file;
  settings.keeps_script = options.keep_temp == "true";
  settings.script_folder = options.keep_temp_path;
  settings.script_name = options.keep_temp_name;
  settings.overwrites_script = options.keep_temp_overwrite != "false";
  return settings;
}

}  // namespace strata::cmd
