#include "tests/support/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

namespace strata::test {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments,
                 const std::vector<std::string>& environment) {
  std::vector<std::string> words{STRATA_EXECUTABLE};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables(environment);
  for (char** variable = environ; *variable != nullptr; ++variable)
    variables.emplace_back(*variable);
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(variables);

  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  process_ = fork();
  if (process_ < 0) throw std::runtime_error("no process");
  if (process_ == 0) {
    if (dup2(ends[1], STDOUT_FILENO) >= 0 && dup2(ends[1], STDERR_FILENO) >= 0)
      execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(ends[1]);
  output_ = ends[0];
}

Program::~Program() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    wait();
  }
}

void Program::signal(int number) { kill(process_, number); }

Outcome Program::wait() {
  Outcome outcome;
  std::array<char, 4096> buffer{};
  ssize_t got = 0;
  while ((got = read(output_, buffer.data(), buffer.size())) > 0)
    outcome.output.append(buffer.data(), static_cast<std::size_t>(got));
  close(output_);
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  outcome.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return outcome;
}

Outcome run_program(const std::vector<std::string>& arguments,
                    const std::vector<std::string>& environment) {
  return Program(arguments, environment).wait();
}

}  // namespace strata::test
