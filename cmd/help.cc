#include "cmd/help.h"

#include <algorithm>

#include <fmt/format.h>

#include "cmd/option_table.h"
#include "engine/base/text.h"

namespace strata::cmd {
namespace {

constexpr std::size_t kWidth = 100;

struct ExitText {
  ExitCode code;
  std::string_view text;
};

constexpr ExitText kExitTexts[] = {
    {ExitCode::Done, "done, also when there was nothing to do"},
    {ExitCode::Internal, "a defect of Strata; please report it"},
    {ExitCode::Usage, "wrong usage: an unknown command or option, a URL that is none"},
    {ExitCode::Changelog, "the changelog is invalid; nothing was executed"},
    {ExitCode::Checksum, "an executed changeset was edited: its checksum differs"},
    {ExitCode::Sql, "the database refused a statement, or a program that a change runs failed"},
    {ExitCode::Connection, "no connection, or it was lost"},
    {ExitCode::Lock, "another run holds the lock"},
    {ExitCode::Rollback,
     "something cannot be rolled back: no such tag, or a change without an inverse"},
    {ExitCode::Stopped, "a stop change ended the run"},
    {ExitCode::Precondition, "a precondition does not hold, or cannot be told, and says HALT"},
    {ExitCode::Pending, "status --fail-if-pending: something has not run yet"},
    {ExitCode::HalfDone,
     "an earlier run was cut off in a statement, and a person must say whether it was done"},
    {ExitCode::Interrupted, "interrupted (SIGINT, SIGTERM)"},
};

std::string flags_text(const OptionSpec& spec) {
  std::string text;
  for (const std::string_view name : spec.names())
    text += fmt::format("{}--{}", text.empty() ? "" : ", ", name);
  return spec.value.empty() ? text : fmt::format("{}={}", text, spec.value);
}

// Breaks a text at blanks, each further line indented.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  for (const std::string& word : split_trimmed(text, ' ')) {
    if (column > indent && column + 1 + word.size() > kWidth) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

using Row = std::pair<std::string, std::string>;

std::string list(const std::vector<Row>& rows, const Style& style) {
  constexpr std::size_t kWidest = 30;
  std::size_t left = 0;
  for (const Row& row : rows) left = std::max(left, row.first.size());
  left = std::min(left, kWidest);
  const std::size_t indent = left + 4;
  std::string text;
  for (const auto& [name, what] : rows) {
    const bool fits = name.size() <= left;
    text += "  " + style.bold(name);
    text += fits ? std::string(left - name.size() + 2, ' ') : "\n" + std::string(indent, ' ');
    text += wrapped(what, indent) + "\n";
  }
  return text;
}

bool is_shown(const OptionSpec& spec, const Command& command) {
  switch (spec.section) {
    case Section::Command:
      return (spec.commands & command.takes) != 0;
    case Section::Database:
      return command.has(Command::kDatabase);
    case Section::Changelog:
      return command.has(Command::kChangelog);
    case Section::Running:
    case Section::Clients:
      return command.has(Command::kChangelog) && command.group <= CommandGroup::Rollback;
    case Section::Hidden:
      return false;
    case Section::Output:
      break;
  }
  return true;
}

std::string section_title(Section section, const Command& command) {
  switch (section) {
    case Section::Command:
      return fmt::format("Options of {}", command.name);
    case Section::Database:
      return "Database";
    case Section::Running:
      return "Running";
    case Section::Changelog:
      return "Changelog";
    case Section::Clients:
      return "Clients of runWith (likewise --mysql-..., --mariadb-..., --sqlite3-...)";
    case Section::Hidden:
    case Section::Output:
      break;
  }
  return "Output and configuration";
}

std::vector<Row> option_rows(Section section, const Command& command) {
  std::vector<Row> rows;
  for (const OptionSpec& spec : option_table()) {
    if (spec.section == section && is_shown(spec, command))
      rows.emplace_back(flags_text(spec), std::string(spec.help));
  }
  if (section == Section::Changelog && !rows.empty())
    rows.emplace_back("-Dname=value", "Changelog parameter");
  return rows;
}

constexpr Section kSections[] = {Section::Command,   Section::Running, Section::Database,
                                 Section::Changelog, Section::Clients, Section::Output};

constexpr CommandGroup kGroups[] = {CommandGroup::Update,   CommandGroup::Rollback,
                                    CommandGroup::Look,     CommandGroup::History,
                                    CommandGroup::Database, CommandGroup::Project};

std::vector<Row> command_rows(CommandGroup group) {
  std::vector<Row> rows;
  for (const Command& command : commands()) {
    // Their commands without -sql stand for them.
    const bool is_variant =
        command.name.ends_with("-sql") && command.name != "execute-sql" &&
        find_command(command.name.substr(0, command.name.size() - 4)) != nullptr;
    if (command.group != group || is_variant) continue;
    std::string name(command.name);
    if (!command.alias.empty()) name += fmt::format(", {}", command.alias);
    rows.emplace_back(std::move(name), std::string(command.summary));
  }
  return rows;
}

std::string escaped(std::string_view text) {
  return replace_all(replace_all(std::string(text), "\\", "\\e"), "-", "\\-");
}

}  // namespace

std::string program_help(const Style& style) {
  std::string text =
      "Migrates databases by Liquibase changelogs.\n\n"
      "Usage: strata COMMAND [OPTIONS]\n";
  for (const CommandGroup group : kGroups)
    text +=
        fmt::format("\n{}:\n{}", style.bold(to_string(group)), list(command_rows(group), style));
  return text +
         "\nCommands that change the database by a changelog have a form with -sql at the end, "
         "which "
         "prints the SQL\ninstead: update-sql, rollback-count-sql and so on.\n"
         "\nstrata COMMAND --help lists a command's options, strata --version the linked "
         "libraries.\n";
}

std::string command_help(const Command& command, const Style& style) {
  std::string text = fmt::format("{}\n\nUsage: strata {}", command.summary, command.name);
  if (!command.topic.empty()) text += fmt::format(" [{}]", command.topic);
  text += " [OPTIONS]\n";
  if (!command.alias.empty()) text += fmt::format("Also: strata {}\n", command.alias);
  text += fmt::format("\n{}:\n  {}\n", style.bold("Example"), command.example);
  for (const Section section : kSections) {
    const std::vector<Row> rows = option_rows(section, command);
    if (rows.empty()) continue;
    text +=
        fmt::format("\n{}:\n{}", style.bold(section_title(section, command)), list(rows, style));
  }
  return text +
         "\nOptions can also stand in the environment (STRATA_CHANGELOG_FILE, "
         "LIQUIBASE_COMMAND_CHANGELOG_FILE) and\nin strata.yaml, strata.properties or "
         "liquibase.properties (changelog-file, changelogFile).\n";
}

std::string manual_page() {
  std::string text =
      ".TH STRATA 1\n.SH NAME\nstrata \\- migrates databases by Liquibase changelogs\n"
      ".SH SYNOPSIS\n.B strata\n.I COMMAND\n[OPTIONS]\n.SH COMMANDS\n";
  for (const Command& command : commands()) {
    text += fmt::format(".TP\n.B {}\n{}\n", escaped(command.name), escaped(command.summary));
    if (!command.alias.empty()) text += fmt::format("Also: {}.\n", escaped(command.alias));
    text += fmt::format(".nf\n  {}\n.fi\n", escaped(command.example));
  }
  text += ".SH OPTIONS\n";
  for (const OptionSpec& spec : option_table()) {
    text += fmt::format(".TP\n.B {}\n{}\n", escaped(flags_text(spec)), escaped(spec.help));
    if (!spec.choices.empty())
      text += fmt::format("One of: {}.\n",
                          escaped(fmt::format("{}", fmt::join(spec.choice_list(), ", "))));
  }
  text += ".TP\n.B \\-Dname=value\nA changelog parameter.\n";
  text +=
      ".SH ENVIRONMENT\nEach option can stand in STRATA_NAME, LIQUIBASE_COMMAND_NAME or "
      "LIQUIBASE_NAME, in "
      "upper case with\nunderscores. NO_COLOR turns colours off.\n"
      ".SH FILES\nstrata.yaml, strata.properties, liquibase.properties: options by their names.\n"
      ".SH EXIT STATUS\n";
  for (const ExitText& exit : kExitTexts)
    text += fmt::format(".TP\n.B {}\n{}\n", static_cast<int>(exit.code), escaped(exit.text));
  return text;
}

}  // namespace strata::cmd
