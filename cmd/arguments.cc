#include "cmd/arguments.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::cmd {
namespace {

// changelogFile, changelog-file and changelogfile are the same name.
std::string bare(std::string_view name) {
  std::string text = to_lower(name);
  std::erase(text, '-');
  std::erase(text, '_');
  return text;
}

const KnownOption* find_option(std::span<const KnownOption> options, std::string_view name) {
  const auto found = std::find_if(options.begin(), options.end(), [&](const KnownOption& option) {
    return bare(option.name) == bare(name);
  });
  return found == options.end() ? nullptr : &*found;
}

std::pair<std::string, std::string> parameter(std::string_view definition) {
  const std::size_t equals = definition.find('=');
  const std::string name(definition.substr(0, equals));
  if (name.empty()) throw Error(ErrorKind::Usage, "-D needs a name: -Dname=value");
  return {name, equals == std::string_view::npos ? "" : std::string(definition.substr(equals + 1))};
}

}  // namespace

Arguments normalise(std::span<const std::string> words, std::span<const std::string> commands,
                    std::span<const KnownOption> options) {
  Arguments result;
  bool command_seen = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word.starts_with("-D") && word.size() > 2) {
      result.parameters.push_back(parameter(std::string_view(word).substr(2)));
      continue;
    }
    if (!word.starts_with("--")) {
      const auto command =
          std::find_if(commands.begin(), commands.end(),
                       [&](const std::string& name) { return bare(name) == bare(word); });
      const bool is_command = !command_seen && command != commands.end();
      command_seen = command_seen || is_command;
      result.words.push_back(is_command ? *command : word);
      continue;
    }
    const std::size_t equals = word.find('=');
    const KnownOption* option = find_option(options, std::string_view(word).substr(0, equals));
    if (option == nullptr) {
      result.words.push_back(word);
    } else if (equals != std::string::npos) {
      // An empty value is none: scripts write --contexts="$CONTEXTS".
      if (equals + 1 < word.size()) result.words.push_back(option->name + word.substr(equals));
    } else if (!option->takes_value) {
      result.words.push_back(option->name);
    } else if (i + 1 < words.size()) {
      const std::string& value = words[++i];
      if (!value.empty()) result.words.push_back(option->name + "=" + value);
    } else {
      throw Error(ErrorKind::Usage, fmt::format("{} needs a value", option->name));
    }
  }
  return result;
}

}  // namespace strata::cmd
