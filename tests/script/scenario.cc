#include "tests/script/scenario.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <stdexcept>

#include <fmt/format.h>

namespace strata::script {
namespace {

constexpr std::string_view kNeeds = "# needs: ";
constexpr std::string_view kRemark = "## ";
constexpr std::string_view kFile = "--- file ";
constexpr std::string_view kCommand = "$ ";
constexpr std::string_view kAny = "<any>";

bool opens_block(std::string_view line) {
  return line.starts_with(kRemark) || line.starts_with(kFile) || line.starts_with(kCommand);
}

std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Block opened(std::string_view line, std::size_t number) {
  if (line.starts_with(kFile))
    return {Block::Kind::File, number, std::string(line.substr(kFile.size())), {}};
  if (line.starts_with(kCommand))
    return {Block::Kind::Command, number, std::string(line.substr(kCommand.size())), {}};
  return {Block::Kind::Remark, number, std::string(line.substr(kRemark.size())), {}};
}

// Blank lines at the end of a block separate it from the next.
void trim_end(Block& block) {
  while (block.text.ends_with("\n\n")) block.text.pop_back();
  if (block.text == "\n") block.text.clear();
}

bool line_matches(std::string_view expected, std::string_view actual) {
  const std::size_t any = expected.find(kAny);
  if (any == std::string_view::npos) return expected == actual;
  if (actual.substr(0, any) != expected.substr(0, any)) return false;
  const std::string_view rest = expected.substr(any + kAny.size());
  for (std::size_t skip = any; skip <= actual.size(); ++skip) {
    if (line_matches(rest, actual.substr(skip))) return true;
  }
  return false;
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer{};
  ssize_t got = 0;
  while ((got = read(descriptor, buffer.data(), buffer.size())) > 0)
    text.append(buffer.data(), static_cast<std::size_t>(got));
  return text;
}

[[noreturn]] void become_shell(const std::string& command, const std::string& folder,
                               const std::vector<std::string>& variables, int output) {
  std::vector<char*> environment;
  for (const std::string& variable : variables)
    environment.push_back(const_cast<char*>(variable.c_str()));
  environment.push_back(nullptr);
  const char* const arguments[] = {"sh", "-c", command.c_str(), nullptr};
  const int nothing = open("/dev/null", O_RDONLY);
  if (chdir(folder.c_str()) == 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
      dup2(output, STDOUT_FILENO) >= 0 && dup2(output, STDERR_FILENO) >= 0) {
    execve("/bin/sh", const_cast<char* const*>(arguments), environment.data());
  }
  _exit(127);
}

std::string exit_text(int status) {
  if (WIFSIGNALED(status)) return fmt::format("[signal {}]\n", WTERMSIG(status));
  const int code = WEXITSTATUS(status);
  return code == 0 ? "" : fmt::format("[exit {}]\n", code);
}

}  // namespace

Scenario parse(std::string_view text) {
  Scenario scenario;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = next_line(text);
    if (number == 1 && line.starts_with(kNeeds)) {
      scenario.needs = words_of(line.substr(kNeeds.size()));
    } else if (opens_block(line)) {
      scenario.blocks.push_back(opened(line, number));
    } else if (!scenario.blocks.empty() && scenario.blocks.back().kind != Block::Kind::Remark) {
      scenario.blocks.back().text += std::string(line) + "\n";
    } else if (!line.empty()) {
      throw std::runtime_error(fmt::format("line {}: neither file, command nor remark", number));
    }
  }
  for (Block& block : scenario.blocks) trim_end(block);
  return scenario;
}

std::string to_text(const Scenario& scenario) {
  std::string text;
  if (!scenario.needs.empty())
    text += fmt::format("{}{}\n", kNeeds, fmt::join(scenario.needs, " "));
  const Block* before = nullptr;
  for (const Block& block : scenario.blocks) {
    const bool attached = before == nullptr || before->kind == Block::Kind::Remark;
    if (!attached || (before == nullptr && !scenario.needs.empty())) text += "\n";
    const std::string_view mark = block.kind == Block::Kind::File      ? kFile
                                  : block.kind == Block::Kind::Command ? kCommand
                                                                       : kRemark;
    text += fmt::format("{}{}\n{}", mark, block.head, block.text);
    before = &block;
  }
  return text;
}

bool matches(std::string_view expected, std::string_view actual) {
  // Blank lines at the end separate blocks in a scenario, so they cannot be told apart.
  for (std::string_view* text : {&expected, &actual}) {
    while (text->ends_with("\n\n")) text->remove_suffix(1);
  }
  while (!expected.empty() && !actual.empty()) {
    if (!line_matches(next_line(expected), next_line(actual))) return false;
  }
  return expected.empty() && actual.empty();
}

std::string run(const std::string& command, const std::filesystem::path& folder,
                const Environment& environment) {
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) become_shell(command, folder.string(), variables, ends[1]);
  close(ends[1]);
  std::string output = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!output.empty() && !output.ends_with('\n')) output += "\n";
  return output + exit_text(status);
}

}  // namespace strata::script
