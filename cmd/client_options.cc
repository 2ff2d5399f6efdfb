#include "cmd/client_options.h"

#include <deque>

#include <fmt/format.h>

namespace strata::cmd {
namespace {

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

}  // namespace

std::vector<OptionSpec> client_option_specs() {
  std::vector<OptionSpec> specs;
  for (const std::string_view client : embed::kClients) {
    for (const ClientOption& option : kOptions) {
      OptionSpec spec;
      spec.name = kept(fmt::format("{}-{}", client, option.name));
      spec.value = option.value;
      spec.help = option.help;
      // The others have the same.
      spec.section = client == embed::kClients[0] ? Section::Clients : Section::Hidden;
      spec.target = &Options::clients;
      specs.push_back(spec);
    }
  }
  return specs;
}

}  // namespace strata::cmd
