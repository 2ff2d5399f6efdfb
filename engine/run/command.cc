#include "engine/run/command.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace strata::run {
namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;

  int get() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> environment_with(
    const std::vector<std::pair<std::string, std::string>>& more) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) all.emplace_back(*entry);
  for (const auto& [name, value] : more) {
    const std::string prefix = name + "=";
    std::erase_if(all, [&](const std::string& entry) { return entry.starts_with(prefix); });
    all.push_back(prefix + value);
  }
  return all;
}

// A file without a name that holds the text.
Descriptor file_of(const std::string& text) {
  Descriptor file(::memfd_create("input", MFD_CLOEXEC));
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t count = ::write(file.get(), text.data() + at, text.size() - at);
    if (count < 0 && errno != EINTR)
      throw Error(ErrorKind::Internal, std::string("memfd: ") + std::strerror(errno));
    if (count > 0) at += static_cast<std::size_t>(count);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

// Starts it as the head of a process group of its own, so that all of it can be killed.
pid_t start(const Command& command, int output) {
  std::vector<std::string> words = command.words;
  std::vector<std::string> variables = environment_with(command.environment);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  const Descriptor input = file_of(command.input.value_or(""));
  posix_spawn_file_actions_adddup2(&files, input.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  // Signals that this program waits for on a thread end that one as usual.
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t process = -1;
  const int failed = posix_spawnp(&process, words.front().c_str(), &files, &attributes,
                                  pointers(words).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (failed != 0) {
    throw Error(ErrorKind::Command,
                fmt::format("cannot run '{}': {}", words.front(), std::strerror(failed)));
  }
  return process;
}

class Running {
 public:
  Running(pid_t process, int output) : process_(process), output_(output) {}
  ~Running() {
    if (process_ < 0) return;
    ::kill(-process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  // Reads until the output ends, or for a moment; true when it has ended.
  bool read_some(std::string& text) {
    constexpr int kMoment = 100;  // milliseconds
    pollfd waited{output_, POLLIN, 0};
    if (::poll(&waited, 1, kMoment) <= 0) return has_exited();
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(output_, buffer.data(), buffer.size());
    if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
    return count <= 0;
  }

  // What went wrong with it; empty if nothing did.
  std::string finish() {
    while (!is_collected_ && ::waitpid(process_, &status_, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    if (WIFSIGNALED(status_)) {
      const int number = WTERMSIG(status_);
      return fmt::format("was killed by signal {} ({})", number, ::strsignal(number));
    }
    const int code = WEXITSTATUS(status_);
    return code == 0 ? "" : fmt::format("returned {}", code);
  }

 private:
  // A child that it left behind may hold the output open.
  bool has_exited() {
    if (::waitpid(process_, &status_, WNOHANG) != process_) return false;
    is_collected_ = true;
    return true;
  }

  pid_t process_;
  int output_;
  int status_ = 0;  // once it is collected
  bool is_collected_ = false;
};

// At the end of a run, however it ended.
class Log {
 public:
  Log(const std::string& path, const std::string& text) : path_(path), text_(text) {
    if (path.empty()) return;
    file_.open(path, std::ios::binary | std::ios::app);
    if (!file_) throw Error(ErrorKind::Usage, fmt::format("cannot write {}", path));
  }
  ~Log() {
    if (!path_.empty()) file_ << text_ << std::flush;
  }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

 private:
  const std::string& path_;
  const std::string& text_;
  std::ofstream file_;
};

std::string last_lines(const std::string& output) {
  constexpr std::size_t kLines = 10;
  const std::string_view text = trim(output);
  std::size_t at = text.size();
  for (std::size_t i = 0; i < kLines && at != std::string_view::npos && at > 0; ++i)
    at = text.rfind('\n', at - 1);
  return std::string(at == std::string_view::npos || at == 0 ? text : text.substr(at + 1));
}

}  // namespace

std::string run_command(const Command& command, const std::stop_token& stop) {
  std::string output;
  const Log log(command.log_file, output);
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
    throw Error(ErrorKind::Internal, std::string("pipe: ") + std::strerror(errno));
  const Descriptor reader(pipe[0]);
  Descriptor writer(pipe[1]);
  Running running(start(command, writer.get()), reader.get());
  writer.close();
  const Clock::time_point begin = Clock::now();
  while (!running.read_some(output)) {
    if (stop.stop_requested()) throw Error(ErrorKind::Interrupted, "interrupted");
    if (command.timeout && Clock::now() - begin > *command.timeout) {
      throw Error(ErrorKind::Command, fmt::format("'{}' was still running after {} s",
                                                  command.words.front(), command.timeout->count()));
    }
  }
  const std::string failure = running.finish();
  if (!failure.empty()) {
    throw Error(ErrorKind::Command, fmt::format("'{}' {}", command.words.front(), failure))
        .with_hint(last_lines(output));
  }
  return output;
}

std::optional<std::chrono::seconds> parse_timeout(std::string_view text) {
  text = trim(text);
  constexpr std::size_t kLongest = 9;
  std::size_t digits = 0;
  std::chrono::seconds::rep number = 0;
  while (digits < text.size() && digits < kLongest && text[digits] >= '0' && text[digits] <= '9')
    number = number * 10 + (text[digits++] - '0');
  const std::string unit = to_lower(trim(text.substr(digits)));
  if (digits == 0) return std::nullopt;
  if (unit.empty() || unit == "s") return std::chrono::seconds(number);
  if (unit == "m") return std::chrono::minutes(number);
  if (unit == "h") return std::chrono::hours(number);
  return std::nullopt;
}

std::string to_text(const Command& command) {
  std::string text;
  for (const std::string& word : command.words) {
    const bool plain =
        !word.empty() && word.find_first_of(" \t\n'\"\\$`*?[]{}()<>|&;#~!") == std::string::npos;
    if (!text.empty()) text += ' ';
    text += plain ? word : "'" + replace_all(word, "'", "'\\''") + "'";
  }
  return text;
}

}  // namespace strata::run
