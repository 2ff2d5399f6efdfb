#include "engine/run/action.h"

#include <algorithm>

#include <sys/utsname.h>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/run/command.h"

namespace strata::run {
namespace {

// Java's name of this system, which `os` lists have: the system's own, but on macOS.
std::string system_name() {
  utsname names{};
  if (uname(&names) != 0) return "";
  const std::string name = names.sysname;
  return name == "Darwin" ? "Mac OS X" : name;
}

Command command_of(const model::ExecuteCommand& change) {
  Command command;
  command.words.push_back(change.executable.value_or(""));
  command.words.insert(command.words.end(), change.arguments.begin(), change.arguments.end());
  if (change.timeout) command.timeout = parse_timeout(*change.timeout);
  return command;
}

bool applies_here(const model::ExecuteCommand& change) {
  return change.systems.empty() || std::find(change.systems.begin(), change.systems.end(),
                                             system_name()) != change.systems.end();
}

void execute(const model::ExecuteCommand& change, Session& session, const std::stop_token& stop) {
  if (!applies_here(change)) return;
  const Command command = command_of(change);
  if (!session.is_live()) {
    session.runner().comment(to_text(command));
    session.runner().blank_line();
    return;
  }
  session.observer().command_output(to_text(command), run_command(command, stop));
}

}  // namespace

CustomFunction custom_function(const model::CustomChange& change, const Session& session) {
  const CustomChanges& known = session.options().custom_changes;
  const auto found = known.find(change.class_name.value_or(""));
  if (found == known.end()) return nullptr;
  return change.undoes ? found->second.undo : found->second.execute;
}

bool is_unknown_custom(const model::Change& change, const Session& session) {
  const auto* custom = std::get_if<model::CustomChange>(&change.body);
  return custom != nullptr && !custom_function(*custom, session);
}

bool runs_programs(const model::Change& change) {
  return std::holds_alternative<model::ExecuteCommand>(change.body) ||
         std::holds_alternative<model::CustomChange>(change.body);
}

bool is_action(const model::Change& change) {
  return runs_programs(change) || std::holds_alternative<model::Output>(change.body) ||
         std::holds_alternative<model::Stop>(change.body);
}

bool perform(const model::Change& change, Session& session, const std::stop_token& stop) {
  return std::visit(
      Overloaded{[&](const model::Output& output) {
                   if (session.is_live()) {
                     session.observer().output(output.message.value_or(""),
                                               output.target.value_or(""));
                   }
                   return true;
                 },
                 [&](const model::Stop& stop_change) -> bool {
                   throw Error(ErrorKind::Stopped, stop_change.message.value_or("stopped"));
                 },
                 [&](const model::ExecuteCommand& command) {
                   execute(command, session, stop);
                   return true;
                 },
                 [&](const model::CustomChange& custom) {
                   const CustomFunction function = custom_function(custom, session);
                   if (!function) {
                     throw Error(ErrorKind::Changelog,
                                 fmt::format("customChange: nothing is registered for {}",
                                             custom.class_name.value_or("")));
                   }
                   CustomContext context{custom, session.runner(),
                                         session.dialect().traits().lexical, session.is_live()};
                   function(context);
                   return true;
                 },
                 [](const auto&) { return false; }},
      change.body);
}

void check_action(const model::Change& change, const Session& session, Diagnostics& diagnostics) {
  if (const auto* command = std::get_if<model::ExecuteCommand>(&change.body);
      command != nullptr && command->timeout && !parse_timeout(*command->timeout)) {
    diagnostics.error(change.at,
                      fmt::format("executeCommand: '{}' is no timeout", *command->timeout),
                      "for example 30s, 5m or 1h");
  }
  if (!is_unknown_custom(change, session) || session.options().mark_unknown_custom_ran) return;
  const auto& custom = std::get<model::CustomChange>(change.body);
  const std::string name = custom.class_name.value_or("");
  diagnostics.error(change.at,
                    fmt::format("customChange: {} is a Java class, which Strata cannot run", name),
                    "say what it does with --custom-change, or leave it out with "
                    "--on-unknown-custom-change=mark-ran");
}

}  // namespace strata::run
