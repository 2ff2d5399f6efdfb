// A MariaDB Galera cluster of three nodes, with runs on different ones: their server-side locks do
// not see each other, so the lock row decides.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/text.h"
#include "tests/live/migration.h"

namespace strata::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;
using Clock = std::chrono::steady_clock;

// Started for the tests of this file, which takes some seconds; ends with this process.
class GaleraTest : public testing::Test {
 protected:
  static constexpr std::size_t kNodes = 3;

  GaleraTest() {
    const std::string exports =
        shell(fmt::format("{}/tests/support/galera start --owner {}", STRATA_SOURCE_DIR, getpid()));
    for (const std::string& line : split_trimmed(exports, '\n')) {
      constexpr std::string_view kUrl = "export STRATA_TEST_GALERA_URL_";
      if (line.starts_with(kUrl)) urls_.push_back(line.substr(line.find('=') + 1));
      constexpr std::string_view kFolder = "export STRATA_TEST_GALERA=";
      if (line.starts_with(kFolder))
        folder_of_cluster_ = line.substr(kFolder.size(), line.find(' ', 8) - kFolder.size());
    }
    if (urls_.size() != kNodes) throw std::runtime_error("no cluster: " + exports);
  }
  ~GaleraTest() override {
    shell(fmt::format("{}/tests/support/galera stop {}", STRATA_SOURCE_DIR, folder_of_cluster_));
  }

  static std::string shell(const std::string& command) {
    std::string output;
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> buffer{};
    while (fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr)
      output += buffer.data();
    pclose(pipe);
    return output;
  }

  void make_database(const std::string& name) {
    connect(options_for(urls_[0]))->execute("CREATE DATABASE " + name);
    for (std::size_t node = 1; node < kNodes; ++node) {
      const auto connection = connect(options_for(urls_[node]));
      connection->execute("SET SESSION wsrep_sync_wait = 1");
      connection->query("SHOW DATABASES");
    }
    database_ = name;
  }
  std::string url(std::size_t node) const {
    const std::string& url = urls_[node % kNodes];
    return url.substr(0, url.rfind('/') + 1) + database_;
  }
  std::string ask(std::size_t node, const std::string& query) const {
    const auto connection = connect(options_for(url(node)));
    connection->execute("SET SESSION wsrep_sync_wait = 1");
    std::string text;
    for (const auto& row : connection->query(query).rows)
      for (const auto& cell : row) text += cell.value_or("\\N") + "\n";
    return text;
  }

  Changelog sleeping(int duration) {
    folder_.write("db.changelog.yaml",
                  fmt::format("databaseChangeLog:\n  - changeSet: {{id: 1, author: test, changes: "
                              "[{{sql: \"select sleep({})\"}}]}}\n",
                              duration));
    return {"db.changelog.yaml", folder_.path().string(), ""};
  }
  void wait_until_locked(std::size_t node) {
    const auto deadline = Clock::now() + seconds(20);
    while (Clock::now() < deadline) {
      try {
        if (ask(node, "SELECT LOCKED + 0 FROM DATABASECHANGELOGLOCK") == "1\n") return;
      } catch (const Error&) {  // no table yet
      }
      std::this_thread::sleep_for(milliseconds(20));
    }
    FAIL() << "nobody took the lock";
  }

  void many_replicas(const std::string& database) {
    make_database(database);
    std::vector<std::unique_ptr<Program>> replicas;
    for (std::size_t i = 0; i < replica_count(); ++i)
      replicas.push_back(
          std::make_unique<Program>(words({"update", "--lock-wait=120"}, shop(), url(i))));
    int runs = 0;
    for (const auto& replica : replicas) {
      const Outcome outcome = replica->wait();
      EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
      if (outcome.output.find("[ 1/21] running") != std::string::npos) ++runs;
    }
    EXPECT_EQ(runs, 1);
    for (std::size_t node = 0; node < kNodes; ++node) {
      EXPECT_EQ(ask(node, "SELECT count(*) FROM DATABASECHANGELOG"), "21\n");
      EXPECT_EQ(ask(node, "SELECT LOCKED + 0 FROM DATABASECHANGELOGLOCK"), "0\n");
    }
  }

  void a_dead_run(std::size_t holder_node, std::size_t next_node) {
    make_database(fmt::format("dead_{}_{}", holder_node, next_node));
    Program holder(words({"update"}, sleeping(2), url(holder_node)));
    wait_until_locked(next_node);
    holder.signal(SIGKILL);
    holder.wait();
    // The server goes on until the end of the statement.
    std::this_thread::sleep_for(seconds(3));
  }

  TemporaryFolder folder_;
  std::string folder_of_cluster_;
  std::string database_;
  std::vector<std::string> urls_;
};

TEST_F(GaleraTest, ReplicasOnDifferentNodesApplyEachChangesetOnce) {
  for (const char* database : {"first", "second", "third"}) many_replicas(database);
}

TEST_F(GaleraTest, ADeadHolderIsKnownOnItsNodeAndWhenItsNodeIsGone) {
  a_dead_run(1, 1);
  const Outcome same_node = run_program(words({"update"}, sleeping(0), url(1)));
  EXPECT_EQ(same_node.exit_code, 0) << same_node.output;
  EXPECT_THAT(same_node.output, HasSubstr("is dead; this one goes on with it"));

  // Another node cannot know, as long as the holder's is there.
  a_dead_run(2, 0);
  const Outcome other_node = run_program(words({"update", "--lock-wait=1"}, sleeping(0), url(0)));
  EXPECT_EQ(other_node.exit_code, 7) << other_node.output;
  EXPECT_THAT(other_node.output, HasSubstr("release-locks"));

  shell(fmt::format("STRATA_TEST_GALERA={} {}/tests/support/galera crash 3", folder_of_cluster_,
                    STRATA_SOURCE_DIR));
  const Outcome node_gone = run_program(words({"update", "--lock-wait=30"}, sleeping(0), url(0)));
  EXPECT_EQ(node_gone.exit_code, 0) << node_gone.output;
  EXPECT_THAT(node_gone.output, HasSubstr("is dead; this one goes on with it"));
  EXPECT_EQ(ask(0, "SELECT count(*) FROM DATABASECHANGELOG"), "1\n");
}

}  // namespace
}  // namespace strata::test
