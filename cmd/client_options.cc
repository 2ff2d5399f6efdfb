#include "cmd/client_options.h"

#include <charconv>
#include <deque>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::cmd {
namespace {

constexpr std::string_view kClients[] = {"psql", "mysql", "mariadb", "sqlite3"};

struct ClientOption {
  std::string_view name;
  std::string_view value;
  std::string_view help;
};

constexpr ClientOption kOptions[] = {
    {"path", "FILE", "The program or its folder (looked up in PATH)"},
    {"args", "WORDS", "Further arguments; quotes hold words together"},
    {"timeout", "SECONDS", "How long it may run (1800); -1 is for ever"},
    {"log-file", "FILE", "A file that gets what it writes"},
    {"keep-temp", "BOOLEAN", "true: keep its script in a file (false)"},
    {"keep-temp-path", "FOLDER", "The folder of that file"},
    {"keep-temp-name", "NAME", "The name of that file"},
    {"keep-temp-overwrite", "BOOLEAN", "false: that file must not be there yet (true)"},
};

// Static, as option tables point to them.
const std::string& kept(std::string text) {
  static std::deque<std::string> texts;
  return texts.emplace_back(std::move(text));
}

std::optional<std::chrono::seconds> seconds(const std::string& name, const std::string& text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || value < -1)
    throw Error(ErrorKind::Usage, fmt::format("--{}: '{}' is no number of seconds", name, text));
  return value == -1 ? std::nullopt : std::optional(std::chrono::seconds(value));
}

void set(run::ClientSettings& settings, const std::string& name, std::string_view what,
         const std::string& value) {
  const bool is_true = equals_ignore_case(value, "true");
  if (what == "path") settings.path = value;
  if (what == "args") settings.arguments = run::split_arguments(value);
  if (what == "timeout") settings.timeout = seconds(name, value);
  if (what == "log-file") settings.log_file = value;
  if (what == "keep-temp") settings.keeps_script = is_true;
  if (what == "keep-temp-path") settings.script_folder = value;
  if (what == "keep-temp-name") settings.script_name = value;
  if (what == "keep-temp-overwrite") settings.overwrites_script = is_true;
}

}  // namespace

std::vector<OptionSpec> client_option_specs() {
  std::vector<OptionSpec> specs;
  for (const std::string_view client : kClients) {
    for (const ClientOption& option : kOptions) {
      OptionSpec spec;
      spec.name = kept(fmt::format("{}-{}", client, option.name));
      spec.value = option.value;
      spec.help = option.help;
      // The others have the same.
      spec.section = client == kClients[0] ? Section::Clients : Section::Hidden;
      spec.target = &Options::clients;
      specs.push_back(spec);
    }
  }
  return specs;
}

run::AllClientSettings client_settings(const Options& options) {
  run::AllClientSettings all;
  for (const auto& [name, value] : options.clients) {
    const std::size_t dash = name.find('-');
    set(all[name.substr(0, dash)], name, std::string_view(name).substr(dash + 1), value);
  }
  return all;
}

}  // namespace strata::cmd
