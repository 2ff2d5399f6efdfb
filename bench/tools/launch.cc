// Runs a program and tells what it took: bench_launch REPORT STDIN STDOUT PROGRAM [ARGUMENT...]
//
// Its own process, because the kernel counts the memory of whoever starts a program into the peak
// of what is started: this one is small. The report is one line: nanoseconds of wall time,
// microseconds of user and of system time, peak KiB, exit status (128 + signal).
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <ctime>

namespace {

long long nanoseconds_now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

long long microseconds(const timeval& time) { return time.tv_sec * 1'000'000LL + time.tv_usec; }

[[noreturn]] void become(char** program, const char* input, const char* output) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // a measurement that is broken off leaves nobody behind
  const int in = open(input, O_RDONLY);
  const int out = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (in >= 0 && out >= 0 && dup2(in, 0) == 0 && dup2(out, 1) == 1) {
    close(in);
    close(out);
    execvp(program[0], program);
  }
  std::perror(program[0]);
  _exit(127);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const long long begin = nanoseconds_now();
  const pid_t child = fork();
  if (child < 0) return 1;
  if (child == 0) become(argv + 4, argv[2], argv[3]);
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) return 1;
  const long long wall = nanoseconds_now() - begin;
  std::FILE* report = std::fopen(argv[1], "w");
  if (report == nullptr) return 1;
  std::fprintf(report, "%lld %lld %lld %ld %d\n", wall, microseconds(usage.ru_utime),
               microseconds(usage.ru_stime), usage.ru_maxrss,
               WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return std::fclose(report) == 0 ? 0 : 1;
}
