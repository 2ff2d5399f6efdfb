// Signals while a run waits: for the lock, between two attempts, and in the rows of a file. It ends
// at once (but for what the server has to take back), gives back what it holds, and says what was
// done.
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/live/migration.h"

namespace strata::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;
using Clock = std::chrono::steady_clock;

constexpr int kInterrupted = 130;
// On a busy machine; all of these would go on for much longer.
constexpr seconds kAtOnce{5};
// The server takes back the rows it got; loading the rest would take longer.
constexpr seconds kRowsTakenBack{60};

class SignalsTest : public testing::TestWithParam<Vendor> {
 protected:
  Changelog changelog(const std::string& second) {
    folder_.write("db.changelog.yaml",
                  "databaseChangeLog:\n"
                  "  - changeSet: {id: 1, author: test, changes: [{sql: \"create table first (a "
                  "int, b varchar(100))\"}]}\n"
                  "  - changeSet: {id: 2, author: test, changes: [" +
                      second + "]}\n");
    return {"db.changelog.yaml", folder_.path().string(), ""};
  }

  std::vector<std::string> update(const Changelog& changelog,
                                  const std::vector<std::string>& options = {}) const {
    std::vector<std::string> all = words({"update"}, changelog, database_.url());
    all.insert(all.end(), options.begin(), options.end());
    return all;
  }

  template <typename Condition>
  void wait_until(const std::string& what, const Condition& condition) const {
    const auto deadline = Clock::now() + seconds(30);
    while (Clock::now() < deadline) {
      try {
        if (condition()) return;
      } catch (const Error&) {  // no table yet
      }
      std::this_thread::sleep_for(milliseconds(10));
    }
    FAIL() << "not seen: " << what;
  }

  void wait_for_first_changeset() const {
    wait_until("the first changeset",
               [&] { return count(database_, history_table(database_)) == "1\n"; });
  }

  // Interrupts it; returns what it said.
  static std::string interrupt(Program& program, int number, seconds within = kAtOnce) {
    const Clock::time_point asked = Clock::now();
    program.signal(number);
    const Outcome outcome = program.wait();
    EXPECT_LT(Clock::now() - asked, within);
    EXPECT_EQ(outcome.exit_code, kInterrupted) << outcome.output;
    return outcome.output;
  }

  void expect_recovery(const Changelog& changelog) const {
    EXPECT_FALSE(is_locked(database_));
    const Outcome again = run_program(update(changelog, {"--lock-wait=1"}));
    EXPECT_EQ(again.exit_code, 0) << again.output;
    EXPECT_EQ(count(database_, history_table(database_)), "2\n");
  }

  TemporaryFolder folder_;
  LiveDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Vendors, SignalsTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

// The lock stays with the run that has it.
TEST_P(SignalsTest, WhileItWaitsForTheLock) {
  const Changelog sleeping =
      changelog("{executeCommand: {executable: sleep, args: [{arg: {value: \"60\"}}]}}");
  Program holder(update(sleeping));
  wait_for_first_changeset();
  Program waiter(update(sleeping));
  std::this_thread::sleep_for(seconds(2));
  const std::string said = interrupt(waiter, SIGTERM);
  EXPECT_THAT(said, HasSubstr("waiting for the lock held by "));
  EXPECT_THAT(said, HasSubstr("interrupted"));
  EXPECT_TRUE(is_locked(database_));
  EXPECT_THAT(interrupt(holder, SIGINT), HasSubstr("after 1 of 2 changesets"));
  expect_recovery(changelog("{sql: select 1}"));
}

TEST_P(SignalsTest, BetweenTheRowsOfAFile) {
  {
    std::ofstream rows(folder_.path() / "rows.csv");
    rows << "a,b\n";
    for (int i = 0; i < 2'000'000; ++i) rows << i << ",a text that fills the row\n";
  }
  const Changelog loading = changelog("{loadData: {tableName: first, file: rows.csv}}");
  Program program(update(loading));
  wait_for_first_changeset();
  std::this_thread::sleep_for(milliseconds(700));
  const std::string said = interrupt(program, SIGINT, kRowsTakenBack);
  EXPECT_THAT(said, HasSubstr("after 1 of 2 changesets"));
  EXPECT_THAT(said, HasSubstr("nothing of it remains"));
  EXPECT_EQ(count(database_, "first"), "0\n");
  folder_.write("rows.csv", "a,b\n1,one\n2,two\n");
  expect_recovery(loading);
  EXPECT_EQ(count(database_, "first"), "2\n");
}

class SignalsOnServers : public SignalsTest {};

INSTANTIATE_TEST_SUITE_P(Vendors, SignalsOnServers,
                         testing::Values(Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

// After three seconds a pause is longer than those before it together.
TEST_P(SignalsOnServers, InThePauseBeforeAnotherAttempt) {
  const Changelog altering = changelog("{sql: alter table other add b int}");
  auto holder = database_.connect();
  holder->execute("CREATE TABLE other (a int)");
  if (GetParam() == Vendor::Postgresql) {
    holder->execute("BEGIN");
    holder->execute("LOCK TABLE other");
  } else {
    holder->execute("LOCK TABLES other WRITE");
  }
  Program program(update(altering, {"--lock-timeout=1s", "--retries=20"}));
  wait_for_first_changeset();
  std::this_thread::sleep_for(seconds(5));
  const std::string said = interrupt(program, SIGTERM);
  EXPECT_THAT(said, HasSubstr("trying again in"));
  EXPECT_THAT(said, HasSubstr("after 1 of 2 changesets"));
  EXPECT_FALSE(is_locked(database_));
  holder.reset();
  expect_recovery(altering);
}

}  // namespace
}  // namespace strata::test
