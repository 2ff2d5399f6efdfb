// The options of the program, as a table that the parser, the configuration files, the help, the
// manual page and the shells' completion are made from. Immutable data.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cmd/options.h"

namespace strata::cmd {

enum class Section : std::uint8_t {
  Command,
  Running,
  Database,
  Changelog,
  Clients,
  Output,
  Hidden
};

// Where a value goes. A flag is a bool.
using Target =
    std::variant<std::string Options::*, bool Options::*, int Options::*,
                 std::optional<std::size_t> Options::*, std::vector<std::string> Options::*,
                 std::map<std::string, std::string> Options::*>;  // by the option's name

struct OptionSpec {
  std::string_view name;     // "changelog-file"
  std::string_view aliases;  // other names, separated by commas
  std::string_view value;    // how help calls its value; "" = a flag
  std::string_view help;
  Section section = Section::Command;
  unsigned commands = 0;  // Command::Takes, any of which makes it one of the command's own; for
                          // Section::Command only
  Target target;
  std::string_view choices = {};  // separated by commas; "" = anything

  bool is_flag() const { return std::holds_alternative<bool Options::*>(target); }
  // Its name and its aliases.
  std::vector<std::string_view> names() const;
  std::vector<std::string_view> choice_list() const;
};

std::span<const OptionSpec> option_table();

// Options of the reference that have no meaning here: taken from command lines and files, so that
// existing ones work, and ignored.
std::span<const std::string_view> ignored_options();

// changelogFile, changelog-file and CHANGELOG_FILE are the same name.
std::string bare_name(std::string_view name);

// nullptr if there is none of that name, in any spelling.
const OptionSpec* find_option(std::string_view name);
bool is_ignored_option(std::string_view name);

}  // namespace strata::cmd
