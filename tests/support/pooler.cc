#include "tests/support/pooler.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "tests/support/live_database.h"

namespace strata::test {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

int free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  close(probe);
  return ntohs(address.sin_port);
}

std::string configuration(int port, const std::string& settings) {
  const driver::ConnectOptions server = options_for(server_url(Vendor::Postgresql));
  return fmt::format(
      "[databases]\n* = host=127.0.0.1 port={} user={} password={}\n"
      "[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {}\nunix_socket_dir =\n"
      "auth_type = any\npool_mode = transaction\nmax_client_conn = 200\n{}\n",
      server.url.port.value_or(5432), server.user, server.password, port, settings);
}

}  // namespace

Pooler::Pooler(const std::string& settings) : port_(free_port()) {
  const std::string file = folder_.write("pgbouncer.ini", configuration(port_, settings));
  const std::string log = folder_.file("log");
  // It does not run as root, but has to read the file.
  std::filesystem::permissions(folder_.path(), std::filesystem::perms{0755});
  process_ = fork();
  if (process_ == 0) {
    if (freopen(log.c_str(), "w", stderr) == nullptr) _exit(126);
    if (geteuid() == 0) {
      execlp("setpriv", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
             "--pdeathsig=KILL", "pgbouncer", file.c_str(), nullptr);
    } else {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      execlp("pgbouncer", "pgbouncer", file.c_str(), nullptr);
    }
    _exit(127);
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!answers()) {
    const bool has_ended = waitpid(process_, nullptr, WNOHANG) != 0;
    if (has_ended) process_ = -1;
    if (has_ended || std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("PgBouncer does not start (./dev deps installs it)");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Pooler::~Pooler() {
  if (process_ <= 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

bool Pooler::answers() const {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port_);
  const bool connected =
      connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return connected;
}

std::string Pooler::url(const std::string& database) const {
  return fmt::format("postgresql://strata:pw@127.0.0.1:{}/{}", port_, database);
}

}  // namespace strata::test
