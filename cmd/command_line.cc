#include "cmd/command_line.h"

#include <algorithm>
#include <iostream>

#include "cmd/help.h"
#include "cmd/parser.h"
#include "engine/base/error_text.h"
#include "engine/base/text.h"

namespace strata::cmd {
namespace {

// For what goes wrong before there are options.
bool asks_for_json(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = to_lower(words[i]);
    if (word == "--format=json") return true;
    if (word == "--format" && i + 1 < words.size() && to_lower(words[i + 1]) == "json") return true;
  }
  return false;
}

Request parse_or_explain(const std::vector<std::string>& words, SignalWatch& signals,
                         ExitCode& code) {
  try {
    return parse(words);
  } catch (const Error& error) {
    Request request;
    Options options;
    if (asks_for_json(words)) options.format = "json";
    Workspace workspace(options, signals);
    Answer answer;
    answer.error = error;
    code = workspace.finish(answer);
    return request;
  }
}

bool is_switched_off(const Options& options) { return options.should_run == "false"; }

}  // namespace

ExitCode run_command_line(const std::vector<std::string>& words, SignalWatch& signals) {
  if (words.empty()) {
    std::cerr << program_help(Style::for_stream(2));
    return ExitCode::Usage;
  }
  ExitCode code = ExitCode::Done;
  const Request request = parse_or_explain(words, signals, code);
  if (!request.answer.empty()) std::cout << request.answer << std::flush;
  if (request.command == nullptr || !request.answer.empty()) return code;
  if (is_switched_off(request.options)) {
    std::cerr << "nothing was done: should-run is false\n";
    return ExitCode::Done;
  }
  Workspace workspace(request.options, signals);
  for (const Diagnostic& warning : request.warnings) workspace.observer().diagnosed(warning);
  Answer answer;
  try {
    answer = request.command->run(workspace);
  } catch (const Error& error) {
    answer = {};
    answer.error = error;
  } catch (const std::exception& error) {
    answer = {};
    answer.error = Error(ErrorKind::Internal, std::string("a defect of strata: ") + error.what());
  }
  return workspace.finish(answer);
}

}  // namespace strata::cmd
