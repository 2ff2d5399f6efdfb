#include "cmd/parser.h"

#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cmd/arguments.h"
#include "cmd/configuration.h"
#include "cmd/help.h"
#include "cmd/option_table.h"
#include "cmd/version.h"
#include "engine/base/edit_distance.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"

namespace strata::cmd {
namespace {

// A number that is not negative; the parser would take -1 for the largest one.
std::string check_count(const std::string& text) {
  const bool good =
      !text.empty() && text.size() <= 9 &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return good ? "" : fmt::format("'{}' is no count", text);
}

// All that normalise() has to tell apart.
std::vector<KnownOption> known_options() {
  std::vector<KnownOption> known;
  for (const OptionSpec& spec : option_table()) {
    for (const std::string_view name : spec.names())
      known.push_back({fmt::format("--{}", name), !spec.is_flag()});
  }
  for (const std::string_view name : ignored_options())
    known.push_back({fmt::format("--{}", name), true});
  known.push_back({"--help", false});
  known.push_back({"--version", false});
  return known;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    names.emplace_back(command.name);
    if (!command.alias.empty()) names.emplace_back(command.alias);
  }
  return names;
}

// `init project` is one command.
std::vector<std::string> with_joined_names(std::vector<std::string> words) {
  const auto init = std::find(words.begin(), words.end(), "init");
  if (init != words.end() && std::next(init) != words.end() && *std::next(init) == "project")
    words.erase(std::next(init));
  return words;
}

bool take(std::vector<std::string>& words, std::initializer_list<std::string_view> names) {
  return std::erase_if(words, [&](const std::string& word) { return is_one_of(word, names); }) > 0;
}

std::string option_of(const std::string& word) {
  return word.starts_with("--") ? word.substr(2, word.find('=') - 2) : "";
}

// The first word that is no option; taken out.
const Command* take_command(std::vector<std::string>& words) {
  const auto word = std::find_if(words.begin(), words.end(),
                                 [](const std::string& one) { return !one.starts_with('-'); });
  if (word == words.end()) return nullptr;
  const Command* command = find_command(*word);
  if (command != nullptr) words.erase(word);
  return command;
}

void bind_option(CLI::App& app, const OptionSpec& spec, const std::string& positional,
                 Options& options) {
  std::string names = positional;
  for (const std::string_view name : spec.names())
    names += fmt::format("{}--{}", names.empty() ? "" : ",", name);
  CLI::Option* option = std::visit(
      Overloaded{
          [&](bool Options::*member) { return app.add_flag(names, options.*member); },
          [&](std::string Options::*member) { return app.add_option(names, options.*member); },
          [&](int Options::*member) {
            return app.add_option(names, options.*member)->check(check_count);
          },
          [&](std::optional<std::size_t> Options::*member) {
            return app.add_option(names, options.*member)->check(check_count);
          },
          [&](std::map<std::string, std::string> Options::*member) {
            return app.add_option_function<std::string>(
                names, [&options, member, &spec](const std::string& value) {
                  (options.*member)[std::string(spec.name)] = value;
                });
          },
          [&](std::vector<std::string> Options::*member) {
            return app.add_option(names, options.*member)->allow_extra_args(false);
          }},
      spec.target);
  const std::vector<std::string_view> choices = spec.choice_list();
  if (!choices.empty()) {
    option->transform(
        CLI::IsMember(std::vector<std::string>(choices.begin(), choices.end()), CLI::ignore_case));
  }
}

// The option that a bare word stands for.
std::string positional_of(const Command& command) {
  if (command.has(Command::kAnyTag) || command.has(Command::kSetAs)) return "";
  if (command.has(Command::kCount)) return "count";
  if (command.has(Command::kTag)) return "tag";
  if (command.has(Command::kChangeset)) return "changeset-identifier";
  return command.has(Command::kDate) ? "date" : "";
}

void bind_all(CLI::App& app, const Command& command, Options& options) {
  const std::string positional = positional_of(command);
  for (const OptionSpec& spec : option_table())
    bind_option(app, spec, spec.name == positional ? positional : "", options);
  if (!command.topic.empty()) app.add_option("topic", options.topic);
}

// Throws Error(Usage) where an option is missing that the command cannot do without.
void require(const Command& command, const Options& options) {
  const auto missing = [&](std::string_view name) {
    throw Error(ErrorKind::Usage, fmt::format("{}: --{} is required", command.name, name))
        .with_hint(std::string(command.example.substr(0, command.example.find('\n'))));
  };
  if (command.has(Command::kAnyTag)) {
    if (!options.count && options.tag.empty() && options.topic.empty()) missing("tag");
    return;
  }
  if (command.has(Command::kCount) && !options.count) missing("count");
  if (command.has(Command::kTag) && options.tag.empty()) missing("tag");
  if (command.has(Command::kDate) && options.date.empty()) missing("date");
}

// The words that settings elsewhere stand for: what the command line does not say itself.
struct Added {
  std::string word;
  const Setting* setting;
};

std::vector<Added> from_configuration(const Configuration& configuration, const Command& command,
                                      const std::vector<std::string>& words) {
  std::vector<Added> added;
  const bool has_word = std::any_of(words.begin(), words.end(),
                                    [](const std::string& word) { return !word.starts_with('-'); });
  std::set<const OptionSpec*> given;
  for (const std::string& word : words) given.insert(find_option(option_of(word)));
  for (const OptionSpec& spec : option_table()) {
    // A bare word is what the command is about: no count or tag of a file stands beside it.
    if (given.contains(&spec) || (has_word && spec.section == Section::Command)) continue;
    if (spec.section == Section::Command && (spec.commands & command.takes) == 0) continue;
    if (spec.name == "defaults-file") continue;
    const Setting* setting = configuration.find(spec.names(), command.name);
    if (setting != nullptr)
      added.push_back({fmt::format("--{}={}", spec.name, setting->value), setting});
  }
  return added;
}

[[noreturn]] void refuse_setting(const Setting& setting, const std::string& message) {
  if (setting.at) {
    throw Error(ErrorKind::Usage, message)
        .with_diagnostics({without_value(make_diagnostic(Severity::Error, setting.at, message))});
  }
  throw Error(ErrorKind::Usage, fmt::format("{}: {}", setting.source, message));
}

// The parser's complaint in the form of all errors, with a suggestion where a name is nearly right.
[[noreturn]] void refuse(const CLI::ParseError& error, const std::vector<std::string>& words,
                         const Command& command) {
  std::vector<std::string> names;
  for (const OptionSpec& spec : option_table()) {
    for (const std::string_view name : spec.names()) names.push_back(fmt::format("--{}", name));
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const std::string& word : words) {
    const std::string name = word.substr(0, word.find('='));
    if (!name.starts_with('-') || find_option(option_of(name)) != nullptr) continue;
    const std::string hint = did_you_mean(name, known);
    throw Error(ErrorKind::Usage, fmt::format("unknown option {}", name))
        .with_hint(hint.empty() ? fmt::format("strata {} --help lists all options", command.name)
                                : hint);
  }
  throw Error(ErrorKind::Usage, error.what())
      .with_hint(fmt::format("strata {} --help lists its options", command.name));
}

[[noreturn]] void refuse_command(const std::vector<std::string>& words) {
  const auto word = std::find_if(words.begin(), words.end(),
                                 [](const std::string& one) { return !one.starts_with('-'); });
  if (word == words.end()) {
    throw Error(ErrorKind::Usage, "no command").with_hint("strata --help lists all commands");
  }
  const std::vector<std::string> names = command_names();
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string hint = did_you_mean(*word, known);
  throw Error(ErrorKind::Usage, fmt::format("unknown command {}", *word))
      .with_hint(hint.empty() ? "strata --help lists all commands" : hint);
}

std::string value_of(const std::vector<std::string>& words, std::string_view name) {
  const std::string prefix = fmt::format("--{}=", name);
  const auto found = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
    return word.starts_with(prefix);
  });
  return found == words.end() ? "" : found->substr(prefix.size());
}

std::string defaults_file(const std::vector<std::string>& words) {
  std::string file = value_of(words, "defaults-file");
  for (const char* name : {"STRATA_DEFAULTS_FILE", "LIQUIBASE_DEFAULTS_FILE"}) {
    const char* found = file.empty() ? std::getenv(name) : nullptr;
    if (found != nullptr) file = found;
  }
  return file;
}

void read(const Command& command, std::vector<std::string> words, const std::vector<Added>& added,
          Options& options) {
  std::erase_if(words, [](const std::string& word) { return is_ignored_option(option_of(word)); });
  for (const Added& one : added) words.push_back(one.word);
  CLI::App app("", "strata");
  app.set_help_flag();
  bind_all(app, command, options);
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    const std::string_view message = error.what();
    for (const Added& one : added) {
      const std::string name = one.word.substr(0, one.word.find('='));
      if (message.starts_with(name)) refuse_setting(*one.setting, std::string(message));
    }
    refuse(error, words, command);
  }
}

// All mistakes at once: what is odd in configuration files may be why.
Error with_warnings(const Error& error, std::vector<Diagnostic> warnings) {
  if (warnings.empty()) return error;
  warnings.insert(warnings.end(), error.diagnostics().begin(), error.diagnostics().end());
  return Error(error.kind(), error.what())
      .with_diagnostics(std::move(warnings))
      .with_hint(error.hint());
}

}  // namespace

Request parse(const std::vector<std::string>& words) {
  const std::vector<KnownOption> known = known_options();
  Arguments arguments = normalise(with_joined_names(words), command_names(), known);
  Request request;
  request.options.parameters = std::move(arguments.parameters);
  std::vector<std::string>& rest = arguments.words;
  const bool wants_help = take(rest, {"--help", "-h"});
  if (take(rest, {"--version", "-v"})) {
    request.answer = version_text();
    return request;
  }
  request.command = take_command(rest);
  if (wants_help) {
    const Style style = Style::for_stream(1);
    request.answer =
        request.command != nullptr ? command_help(*request.command, style) : program_help(style);
    return request;
  }
  if (request.command == nullptr) refuse_command(rest);
  Diagnostics diagnostics;
  const Configuration configuration(defaults_file(rest), diagnostics);
  if (diagnostics.has_errors()) {
    throw Error(ErrorKind::Usage, "the configuration cannot be read")
        .with_diagnostics(diagnostics.all());
  }
  request.warnings = diagnostics.all();
  try {
    read(*request.command, rest, from_configuration(configuration, *request.command, rest),
         request.options);
    require(*request.command, request.options);
  } catch (const Error& error) {
    throw with_warnings(error, request.warnings);
  }
  request.options.command = request.command->name;
  request.options.parameters.insert(request.options.parameters.end(),
                                    configuration.parameters().begin(),
                                    configuration.parameters().end());
  return request;
}

}  // namespace strata::cmd
