#include "cmd/custom_changes.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/run/command.h"
#include "engine/run/statement_runner.h"
#include "engine/sql/splitter.h"

namespace strata::cmd {
namespace {

constexpr std::string_view kSql = "sql:";
constexpr std::string_view kCommand = "command:";

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
    std::vector<sql::Mistake> mistakes;
    std::vector<sql::Piece> pieces =
        sql::split(with_parameters(text, context.change), {}, context.rules, &mistakes);
    if (!mistakes.empty()) {
      throw Error(ErrorKind::Changelog, fmt::format("{}: {}", path, mistakes.front().message))
          .with_hint(mistakes.front().hint);
    }
    for (sql::Piece& piece : pieces) {
      sql::Statements statements = sql::one(std::move(piece.text));
      statements.front().rows = std::move(piece.rows);
      context.runner.run_all(statements);
    }
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
    const std::string_view name = trim(std::string_view(entry).substr(0, equals));
    const std::string_view what =
        equals == std::string::npos ? "" : trim(std::string_view(entry).substr(equals + 1));
    if (!name.empty() && what.starts_with(kSql)) {
      changes[std::string(name)] = sql_file(std::string(what.substr(kSql.size())));
    } else if (!name.empty() && what.starts_with(kCommand)) {
      changes[std::string(name)] =
          program(std::string(what.substr(kCommand.size())), display_url, stop);
    } else {
      throw Error(ErrorKind::Usage, fmt::format("--custom-change: '{}' is not understood", entry))
          .with_hint("CLASS=sql:FILE or CLASS=command:PROGRAM");
    }
  }
  return changes;
}

}  // namespace strata::cmd
