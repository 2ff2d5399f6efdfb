#include "cmd/custom_changes.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/run/command.h"
#include "engine/run/custom_sql.h"
#include "engine/run/statement_runner.h"

namespace strata::cmd {
namespace {

constexpr std::string_view kSql = "sql:";
constexpr std::string_view kCommand = "command:";
constexpr std::string_view kRollback = ".rollback";

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw Error(ErrorKind::Usage, fmt::format("--custom-change: cannot read {}", path));
  return text.str();
}

std::string with_parameters(std::string text, const model::CustomChange& change) {
  for (const auto& [name, value] : change.parameters)
    text = replace_all(std::move(text), fmt::format("${{{}}}", name), value.value_or(""));
  return text;
}

run::CustomFunction sql_file(const std::string& path) {
  return [path, text = read_file(path)](run::CustomContext& context) {
    run::run_sql(context, with_parameters(text, context.change), path);
  };
}

run::CustomFunction program(const std::string& path, const std::string& url,
                            const std::stop_token& stop) {
  return [path, url, stop](run::CustomContext& context) {
    run::Command command;
    command.words = {path};
    if (!context.is_live) {
      context.runner.comment(run::to_text(command));
      context.runner.blank_line();
      return;
    }
    command.environment = {{"STRATA_CLASS", context.change.class_name.value_or("")},
                           {"STRATA_URL", url}};
    if (context.change.undoes) command.environment.emplace_back("STRATA_ROLLBACK", "true");
    for (const auto& [name, value] : context.change.parameters)
      command.environment.emplace_back("STRATA_PARAM_" + name, value.value_or(""));
    const std::string output = run::run_command(command, stop);
    std::cerr << output << std::flush;
  };
}

}  // namespace

run::CustomChanges custom_changes(const Options& options, const std::string& display_url,
                                  const std::stop_token& stop) {
  run::CustomChanges changes;
  for (const std::string& entry : options.custom_changes) {
    const std::size_t equals = entry.find('=');
    std::string_view name = trim(std::string_view(entry).substr(0, equals));
    const std::string_view what =
        equals == std::string::npos ? "" : trim(std::string_view(entry).substr(equals + 1));
    const bool undoes = name.ends_with(kRollback);
    if (undoes) name.remove_suffix(kRollback.size());
    const bool is_sql = what.starts_with(kSql);
    if (name.empty() || (!is_sql && !what.starts_with(kCommand))) {
      throw Error(ErrorKind::Usage, fmt::format("--custom-change: '{}' is not understood", entry))
          .with_hint(
              "CLASS=sql:FILE or CLASS=command:PROGRAM; for the way back the same with "
              "CLASS.rollback");
    }
    const std::string path(what.substr(is_sql ? kSql.size() : kCommand.size()));
    run::CustomHandlers& handlers = changes[std::string(name)];
    (undoes ? handlers.undo : handlers.execute) =
        is_sql ? sql_file(path) : program(path, display_url, stop);
  }
  return changes;
}

}  // namespace strata::cmd
