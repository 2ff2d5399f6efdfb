#include "cmd/command_line.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cmd/arguments.h"
#include "cmd/commands.h"
#include "cmd/options.h"
#include "cmd/workspace.h"
#include "engine/base/edit_distance.h"

namespace strata::cmd {
namespace {

constexpr const char* kExitCodes =
    "Exit status: 0 done, 1 a defect of strata, 2 wrong usage, 3 invalid changelog, 4 an executed "
    "changeset was\n"
    "edited, 5 the database refused a statement, 6 no connection, 7 locked by another run, 8 "
    "cannot roll back,\n"
    "9 a stop change ended the run, 130 interrupted.";

// A number that is not negative; the parser would take -1 for the largest one.
std::string check_count(const std::string& text) {
  const bool good =
      !text.empty() && text.size() <= 9 &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return good ? "" : fmt::format("'{}' is no count", text);
}

void add_database_options(CLI::App& app, Options& options) {
  app.add_option("--url", options.url, "The database, as jdbc:, native or offline: URL")
      ->group("Database");
  app.add_option("--username", options.username, "User to connect as")->group("Database");
  app.add_option("--password", options.password, "Its password (better in STRATA_PASSWORD)")
      ->group("Database");
  app.add_option("--default-schema-name", options.default_schema_name,
                 "Schema of names that have none")
      ->group("Database");
  app.add_option("--lock-wait", options.lock_wait_seconds,
                 "Seconds to wait for another run's lock (300)")
      ->check(check_count)
      ->group("Database");
}

void add_changelog_options(CLI::App& app, Options& options) {
  app.add_option("--changelog-file", options.changelog_file, "The root changelog")
      ->group("Changelog");
  app.add_option("--search-path", options.search_path,
                 "Folders that files are looked up in, separated by commas (.)")
      ->group("Changelog");
  app.add_option("--contexts,--context-filter", options.contexts,
                 "Contexts of this run; without any, all changesets run")
      ->group("Changelog");
  app.add_option("--label-filter,--labels", options.label_filter,
                 "Expression that the labels of a changeset must fulfil")
      ->group("Changelog");
  app.add_option(
         "--unknown-keys", options.unknown_keys,
         "Keys of a change that mean nothing: auto (likely slips are errors), warn or error")
      ->check(CLI::IsMember({"auto", "warn", "error"}))
      ->group("Changelog");
  app.add_option("--missing-property-mode", options.missing_property_mode,
                 "What ${name} becomes when nobody defines it: preserve, empty, or an error")
      ->check(CLI::IsMember({"preserve", "empty", "error"}, CLI::ignore_case))
      ->group("Changelog");
  app.add_flag("--support-property-escaping{true}", options.support_property_escaping,
               "${:name} stands for the text ${name}")
      ->group("Changelog");
  app.add_option("--custom-change", options.custom_changes,
                 "What a customChange does: CLASS=sql:FILE or CLASS=command:PROGRAM; the way back: "
                 "CLASS.rollback=...")
      ->allow_extra_args(false)
      ->group("Changelog");
  app.add_option("--on-unknown-custom-change", options.on_unknown_custom_change,
                 "Without --custom-change for its class: fail, or mark-ran")
      ->check(CLI::IsMember({"fail", "mark-ran"}))
      ->group("Changelog");
  // Taken out by normalise(); named here for the help.
  app.add_option("-D", "Changelog parameter: -Dname=value")->group("Changelog");
  app.add_option("--output-file", options.output_file, "File for the SQL of -sql commands")
      ->group("Output");
}

// Options of the reference that have no meaning here, so that existing command lines work.
void add_compatibility_options(CLI::App& app) {
  for (const char* name : {"--classpath", "--driver", "--log-level", "--show-summary",
                           "--show-summary-output", "--show-banner", "--headless"}) {
    app.add_option(name, "Accepted and ignored")->group("Of Liquibase, accepted and ignored");
  }
}

void add_command(CLI::App& app, const Command& command, Options& options, const Command*& chosen) {
  CLI::App* sub = app.add_subcommand(std::string(command.name), std::string(command.summary));
  if (!command.alias.empty()) sub->alias(std::string(command.alias));
  sub->fallthrough();
  sub->footer(fmt::format("Example:\n  {}\n\nAll other options: strata --help", command.example));
  if (command.has(Command::kCount)) {
    sub->add_option("count,--count", options.count, "How many changesets")
        ->required()
        ->check(check_count);
  }
  if (command.has(Command::kTag)) sub->add_option("tag,--tag", options.tag, "The tag")->required();
  if (command.has(Command::kDate)) {
    sub->add_option("date,--date", options.date,
                    "The moment, in the database's time zone (SQLite: UTC)")
        ->required();
  }
  if (command.has(Command::kVerbose))
    sub->add_flag("--verbose", options.verbose, "Say why each one is due");
  sub->callback([&chosen, &command] { chosen = &command; });
}

std::vector<KnownOption> known_options(const CLI::App& app) {
  std::vector<KnownOption> known;
  const auto add_all = [&](const CLI::App& holder) {
    for (const CLI::Option* option : holder.get_options()) {
      for (const std::string& name : option->get_lnames()) {
        known.push_back({"--" + name, option->get_items_expected_max() > 0});
      }
    }
  };
  add_all(app);
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    add_all(*sub);
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

void from_environment(std::string& value, const char* own_name, const char* reference_name) {
  for (const char* name : {own_name, reference_name}) {
    const char* found = value.empty() ? std::getenv(name) : nullptr;
    if (found != nullptr) value = found;
  }
}

void read_environment(Options& options) {
  from_environment(options.url, "STRATA_URL", "LIQUIBASE_COMMAND_URL");
  from_environment(options.username, "STRATA_USERNAME", "LIQUIBASE_COMMAND_USERNAME");
  from_environment(options.password, "STRATA_PASSWORD", "LIQUIBASE_COMMAND_PASSWORD");
  from_environment(options.changelog_file, "STRATA_CHANGELOG_FILE",
                   "LIQUIBASE_COMMAND_CHANGELOG_FILE");
}

// The parser's complaint in the form of all errors, with a suggestion where a name is nearly right.
[[noreturn]] void refuse(const CLI::ParseError& error, const std::vector<std::string>& words,
                         const std::vector<KnownOption>& options) {
  std::vector<std::string> names = command_names();
  for (const KnownOption& option : options) names.push_back(option.name);
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::vector<std::string> all_commands = command_names();
  const bool has_command = std::find_first_of(words.begin(), words.end(), all_commands.begin(),
                                              all_commands.end()) != words.end();
  for (const std::string& word : words) {
    const std::string name = word.substr(0, word.find('='));
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const std::string hint = did_you_mean(name, known);
    if (name.starts_with("--")) {
      throw Error(ErrorKind::Usage, fmt::format("unknown option {}", name))
          .with_hint(hint.empty() ? "strata --help lists all options" : hint);
    }
    if (!has_command && !name.starts_with('-')) {
      throw Error(ErrorKind::Usage, fmt::format("unknown command {}", name))
          .with_hint(hint.empty() ? "strata --help lists all commands" : hint);
    }
  }
  throw Error(ErrorKind::Usage, error.what()).with_hint("strata --help lists commands and options");
}

}  // namespace

ExitCode run_command_line(const std::vector<std::string>& words, SignalWatch& signals) {
  CLI::App app("Migrates databases by Liquibase changelogs.", "strata");
  app.footer(kExitCodes);
  app.set_version_flag("--version", std::string("strata ") + STRATA_VERSION);
  app.require_subcommand(1);
  Options options;
  const Command* chosen = nullptr;
  add_database_options(app, options);
  add_changelog_options(app, options);
  add_compatibility_options(app);
  for (const Command& command : commands()) add_command(app, command, options, chosen);

  const std::vector<KnownOption> known = known_options(app);
  Arguments arguments = normalise(words, command_names(), known);
  options.parameters = std::move(arguments.parameters);
  std::vector<std::string> reversed(arguments.words.rbegin(), arguments.words.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::Success& success) {
    app.exit(success);  // --help, --version
    return ExitCode::Done;
  } catch (const CLI::ParseError& error) {
    if (words.empty()) {
      std::cerr << app.help();
      return ExitCode::Usage;
    }
    refuse(error, arguments.words, known);
  }
  read_environment(options);
  Workspace workspace(options, signals);
  return chosen->run(workspace);
}

}  // namespace strata::cmd
