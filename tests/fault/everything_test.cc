// Faults at every call of a run: whatever strikes, and whenever, a plain rerun comes to the same
// schema, rows and history as a run that nothing disturbed.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include <fmt/format.h>

#include "tests/fault/deployment.h"

namespace strata::test {
namespace {

constexpr Fault kFaults[] = {Fault::LostBefore, Fault::LostAfter, Fault::KilledBefore,
                             Fault::KilledDuring, Fault::KilledAfter};

// All faults at all calls take long; else every third call meets one of them, in turn.
bool takes_all() { return std::getenv("STRATA_FAULT_ALL") != nullptr; }

struct Counts {
  std::size_t injected = 0;
  std::size_t survived = 0;
  std::size_t reruns_needed = 0;
};

class EverythingTest : public testing::TestWithParam<Vendor> {
 protected:
  // Runs undisturbed; the number of calls.
  std::size_t rehearse(const Work& work) {
    const LiveDatabase database(GetParam());
    const Deployment deployment(database, "everything.yaml");
    prepare_with(deployment);
    FaultPlan never;
    const run::RunReport report = deployment.run(work, never);
    EXPECT_FALSE(report.error) << report.error->what();
    expected_ = contents(database);
    EXPECT_FALSE(has_journal(database));
    return never.calls;
  }

  void strike(const Work& work, std::size_t at, Fault fault) {
    SCOPED_TRACE(fmt::format("{} call {}", to_string(fault), at));
    const LiveDatabase database(GetParam());
    const Deployment deployment(database, "everything.yaml");
    prepare_with(deployment);
    FaultPlan plan{at, fault};
    if (kills(fault)) {
      deployment.run_apart(work, plan);
    } else {
      deployment.run(work, plan);
    }
    ++counts_.injected;
    const run::RunReport again = deployment.run(work);
    ASSERT_FALSE(again.error) << again.error->what() << "\n"
                              << again.error->hint() << "\n"
                              << (again.error->sql() ? again.error->sql()->statement : "");
    if (!again.applied.empty()) ++counts_.reruns_needed;
    const bool same = contents(database) == expected_;
    EXPECT_EQ(contents(database), expected_);
    EXPECT_FALSE(has_journal(database));
    if (same) ++counts_.survived;
  }

  void strike_everywhere(const std::string& what, const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    const std::size_t calls = rehearse(work);
    constexpr std::size_t kEvery = 3;
    for (std::size_t at = 1; at <= calls && !HasFatalFailure(); at += takes_all() ? 1 : kEvery) {
      if (takes_all()) {
        for (const Fault fault : kFaults) strike(work, at, fault);
      } else {
        strike(work, at, kFaults[at / kEvery % std::size(kFaults)]);
      }
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    fmt::print(
        "{} on {}: {} calls, {} faults injected, {} survived, {} times the rerun had work "
        "to do, {:.0f} s\n",
        what, to_string(GetParam()), calls, counts_.injected, counts_.survived,
        counts_.reruns_needed, elapsed.count());
    EXPECT_EQ(counts_.survived, counts_.injected);
  }

  // Brings a new database to where the work begins.
  std::function<void(const Deployment&)> prepare_with = [](const Deployment&) {};

 private:
  std::string expected_;
  Counts counts_;
};

INSTANTIATE_TEST_SUITE_P(Vendors, EverythingTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(EverythingTest, Update) { strike_everywhere("update", update); }

TEST_P(EverythingTest, Rollback) {
  prepare_with = [](const Deployment& deployment) {
    const run::RunReport report = deployment.run(update);
    ASSERT_FALSE(report.error) << report.error->what();
  };
  // The tag goes last; then nothing is left to do.
  const auto back = [](run::Migrator& migrator) {
    try {
      return migrator.roll_back_to_tag("middle");
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::Rollback) throw;
      return run::RunReport();
    }
  };
  strike_everywhere("rollback", back);
}

}  // namespace
}  // namespace strata::test
