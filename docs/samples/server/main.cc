// A small API server that migrates its database when it starts. Any number of replicas may start at
// once: one migrates, the others wait for it.
//
//   DATABASE_URL=postgresql://shop@db/shop PORT=8080 shop-server
//
// GET /healthz  200 as long as the process lives
// GET /readyz   200 once the schema is that of this program, else 503; with the schema's state
#include <httplib.h>
#include <strata/strata.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "shop_changelog.h"

namespace {

std::string environment(const char* name, const std::string& otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

void log(const std::string& line) {
  std::ostringstream text;
  text << "shop-server: " << line << '\n';
  std::cerr << text.str();
}

class Progress final : public strata::Observer {
 public:
  void change_set_starts(const strata::ChangeSet& change_set, std::size_t index,
                         std::size_t total) override {
    log("migrating " + std::to_string(index) + "/" + std::to_string(total) + " " +
        change_set.name());
  }
  void waiting_for_lock(const std::string& holder, const std::string& since,
                        std::chrono::seconds) override {
    log("waiting for " + holder + ", which migrates since " + since);
  }
  void message(strata::Level, const std::string& text) override { log(text); }
};

// The schema of this program's database.
class Schema {
 public:
  explicit Schema(const std::string& url) : migration_(url), status_(url) {
    for (strata::Migration* one : {&migration_, &status_})
      one->files(shop_changelog).changelog_file("db.changelog.yaml");
    migration_.observe(progress_);
  }

  // Whether the database is as this program needs it. A newer program may have migrated it, and an
  // older one must not work with what it does not know; unless somebody has said that it can.
  bool migrate(bool may_be_newer) {
    if (!may_be_newer && is_newer()) return false;
    log(std::to_string(migration_.update().applied.size()) + " changesets applied");
    // Again, as a newer replica may have been quicker.
    return may_be_newer || !is_newer();
  }

  strata::Report state() {
    const std::lock_guard<std::mutex> guard(mutex_);
    return status_.status();
  }

  // From any thread.
  void cancel() { migration_.cancel(); }

 private:
  bool is_newer() {
    const strata::Report now = state();
    for (const strata::Item& item : now.unexpected)
      log("unknown changeset in the database: " + item.change_set.name());
    if (now.unexpected.empty()) return false;
    log("the database is newer than this program; ALLOW_NEWER_DATABASE=1 starts it anyway");
    return true;
  }

  Progress progress_;
  strata::Migration migration_;
  std::mutex mutex_;  // a migration is used by one thread at a time
  strata::Migration status_;
};

void answer_ready(Schema& schema, bool is_migrated, httplib::Response& response) {
  nlohmann::json body = {{"ready", false}};
  try {
    const strata::Report state = schema.state();
    body["applied"] = state.applied.size();
    body["pending"] = state.pending.size();
    body["unexpected"] = state.unexpected.size();
    body["ready"] = is_migrated && state.pending.empty();
  } catch (const strata::Failure& failure) {
    body["error"] = failure.what();
  }
  response.status = body["ready"] ? 200 : 503;
  response.set_content(body.dump() + "\n", "application/json");
}

int serve() {
  Schema schema(environment("DATABASE_URL", ""));
  std::atomic<bool> is_migrated = false;
  httplib::Server server;
  server.Get("/healthz", [](const httplib::Request&, httplib::Response& response) {
    response.set_content("alive\n", "text/plain");
  });
  server.Get("/readyz", [&](const httplib::Request&, httplib::Response& response) {
    answer_ready(schema, is_migrated, response);
  });
  const int port = std::stoi(environment("PORT", "8080"));
  const bool is_bound = port == 0 || server.bind_to_port("0.0.0.0", port);
  const int bound = port == 0 ? server.bind_to_any_port("0.0.0.0") : port;
  if (!is_bound || bound < 0) {
    log("cannot listen on port " + std::to_string(port));
    return 1;
  }
  log("listening on port " + std::to_string(bound));
  std::thread listener([&] { server.listen_after_bind(); });

  // Signals are taken here, so that they end a migration at a safe point.
  std::thread signals([&] {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    int number = 0;
    sigwait(&wanted, &number);
    schema.cancel();
    server.stop();
  });

  int status = 0;
  try {
    is_migrated = schema.migrate(environment("ALLOW_NEWER_DATABASE", "") == "1");
    status = is_migrated ? 0 : 1;
  } catch (const strata::Failure& failure) {
    log(failure.text());
    status = static_cast<int>(failure.kind());
  }
  // A server that cannot become ready ends, so that whoever started it sees why.
  if (!is_migrated) kill(getpid(), SIGTERM);
  listener.join();
  signals.join();
  return status;
}

}  // namespace

int main() {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  sigaddset(&blocked, SIGINT);
  pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
  try {
    return serve();
  } catch (const std::exception& error) {
    log(error.what());
    return 1;
  }
}
