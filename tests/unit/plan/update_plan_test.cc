#include "engine/plan/update_plan.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/unit/plan/changelog_builder.h"

namespace strata::plan {
namespace {

using model::Changelog;
using model::ChangeSet;

const Selection kAll(kDbms, "", "");

std::string steps(const UpdatePlan& plan) {
  std::string text;
  for (const Step& step : plan.steps) {
    text += (text.empty() ? "" : " ") + step.change_set->key.id;
    if (step.reason == Reason::RunAlways) text += "(always)";
    if (step.reason == Reason::Changed) text += "(changed)";
  }
  return text;
}

std::string steps(const Changelog& changelog, const History& history = {}, const Goal& goal = {}) {
  return steps(plan_update(changelog, history, kAll, goal));
}

TEST(UpdatePlan, RunsWhatHasNotRun) {
  const Changelog log = changelog({change_set("1"), change_set("2"), change_set("3")});
  EXPECT_EQ(steps(log), "1 2 3");
  const UpdatePlan plan = plan_update(log, History({ran(log.change_sets[1])}), kAll);
  EXPECT_EQ(steps(plan), "1 3");
  EXPECT_EQ(plan.count(Skip::AlreadyRan), 1U);
  EXPECT_EQ(plan.steps[0].checksum, model::checksum(log.change_sets[0], kDbms));
}

TEST(UpdatePlan, ARowIsFoundWhateverItsCase) {
  const Changelog log = changelog({change_set("One")});
  RanChangeSet row = ran(log.change_sets[0]);
  row.key = {"ONE", "MIA", "classpath:A.yaml"};
  EXPECT_EQ(steps(log, History({row})), "");
}

TEST(UpdatePlan, RunAlways) {
  Changelog log = changelog({change_set("1")});
  log.change_sets[0].run_always = true;
  EXPECT_EQ(steps(log), "1");
  EXPECT_EQ(steps(log, History({ran(log.change_sets[0])})), "1(always)");
}

TEST(UpdatePlan, RunOnChange) {
  Changelog log = changelog({change_set("1")});
  log.change_sets[0].run_on_change = true;
  EXPECT_EQ(steps(log, History({ran(log.change_sets[0])})), "");
  EXPECT_EQ(steps(log, History({ran(change_set("1", "select 2"))})), "1(changed)");
}

TEST(UpdatePlan, RunOrder) {
  Changelog log = changelog({change_set("1"), change_set("2"), change_set("3"), change_set("4")});
  log.change_sets[0].run_order = "last";
  log.change_sets[2].run_order = "first";
  EXPECT_EQ(steps(log), "3 2 4 1");
}

TEST(UpdatePlan, ACountOfNewOnes) {
  const Changelog log = changelog({change_set("1"), change_set("2"), change_set("3")});
  const UpdatePlan plan = plan_update(log, History({ran(log.change_sets[0])}), kAll, {1U, {}});
  EXPECT_EQ(steps(plan), "2");
  EXPECT_EQ(plan.count(Skip::AfterCount), 1U);
  EXPECT_EQ(steps(log, {}, {0U, {}}), "");
  EXPECT_EQ(steps(log, {}, {99U, {}}), "1 2 3");
}

TEST(UpdatePlan, UpToATag) {
  const Changelog log = changelog({change_set("1"), tagging("2", "v1"), change_set("3")});
  const UpdatePlan plan = plan_update(log, {}, kAll, {{}, "v1"});
  EXPECT_EQ(steps(plan), "1 2");
  EXPECT_EQ(plan.count(Skip::AfterTag), 1U);
}

TEST(UpdatePlan, UpToATagThatHasRun) {
  const Changelog log = changelog({change_set("1"), tagging("2", "v1"), change_set("3")});
  EXPECT_EQ(steps(log, History({ran(log.change_sets[1])}), {{}, "v1"}), "1");
}

TEST(UpdatePlan, AnUnknownTag) {
  const Changelog log = changelog({change_set("1"), tagging("2", "v1.0")});
  const Error error = test::error_of([&] { plan_update(log, {}, kAll, {{}, "v1.1"}); });
  EXPECT_EQ(error.kind(), ErrorKind::Usage);
  EXPECT_STREQ(error.what(), "no changeset sets the tag 'v1.1'");
  EXPECT_EQ(error.hint(), "did you mean 'v1.0'?");
}

TEST(UpdatePlan, OldAndMissingChecksumsAreUpgraded) {
  const Changelog log = changelog({change_set("1"), change_set("2"), change_set("3")});
  RanChangeSet old = ran(log.change_sets[0]);
  old.checksum = model::checksum(log.change_sets[0], kDbms, model::ChecksumVersion::V8);
  RanChangeSet cleared = ran(log.change_sets[1]);
  cleared.checksum.reset();
  const UpdatePlan plan = plan_update(log, History({old, cleared, ran(log.change_sets[2])}), kAll);
  EXPECT_TRUE(plan.steps.empty());
  ASSERT_EQ(plan.upgrades.size(), 2U);
  EXPECT_EQ(plan.upgrades[0].checksum, model::checksum(log.change_sets[0], kDbms));
  EXPECT_EQ(plan.upgrades[1].row.key.id, "2");
}

std::string drift(const Changelog& log, const RanChangeSet& row) {
  Diagnostics diagnostics;
  const std::size_t found = find_drift(log, History({row}), kAll, diagnostics);
  EXPECT_EQ(found, diagnostics.errors());
  return found == 0 ? "" : diagnostics.all().front().message;
}

TEST(Drift, IsToldWithBothChecksums) {
  const Changelog log = changelog({change_set("1")});
  const RanChangeSet row = ran(change_set("1", "select 2"));
  EXPECT_EQ(drift(log, row), "changeset a.yaml::1::mia was edited after it ran: its checksum was " +
                                 *row.checksum + " and is now " +
                                 model::checksum(log.change_sets[0], kDbms));
  EXPECT_EQ(drift(log, ran(log.change_sets[0])), "");
}

TEST(Drift, ComparesInTheStoredVersion) {
  const Changelog log = changelog({change_set("1")});
  RanChangeSet row = ran(log.change_sets[0]);
  row.checksum = model::checksum(log.change_sets[0], kDbms, model::ChecksumVersion::V8);
  EXPECT_EQ(drift(log, row), "");
  row.checksum = model::checksum(change_set("1", "select 2"), kDbms, model::ChecksumVersion::V8);
  EXPECT_NE(drift(log, row), "");
}

TEST(Drift, RowsOfUnknownVersionsPass) {
  const Changelog log = changelog({change_set("1")});
  RanChangeSet row = ran(log.change_sets[0]);
  row.checksum = "7:0123456789abcdef0123456789abcdef";
  EXPECT_EQ(drift(log, row), "");
}

TEST(Drift, ValidCheckSumAcceptsIt) {
  Changelog log = changelog({change_set("1")});
  const RanChangeSet row = ran(change_set("1", "select 2"));
  const auto with = [&](const std::string& valid) {
    log.change_sets[0].valid_checksums = {valid};
    return drift(log, row);
  };
  for (const char* any : {"any", "ANY", "all", "*", "1:any", "1:all"}) EXPECT_EQ(with(any), "");
  EXPECT_EQ(with(*row.checksum), "");
  EXPECT_EQ(with(model::checksum(log.change_sets[0], kDbms)), "");
  EXPECT_NE(with("9:any"), "");
  EXPECT_NE(with("1:*"), "");
  EXPECT_NE(with("9:00000000000000000000000000000000"), "");
}

TEST(Drift, ChangesetsThatRunAgainMayChange) {
  Changelog log = changelog({change_set("1")});
  const RanChangeSet row = ran(change_set("1", "select 2"));
  log.change_sets[0].run_on_change = true;
  EXPECT_EQ(drift(log, row), "");
  log.change_sets[0].run_on_change = false;
  log.change_sets[0].run_always = true;
  EXPECT_EQ(drift(log, row), "");
}

TEST(Drift, OnlyOfWhatIsSelected) {
  Changelog log = changelog({change_set("1")});
  log.change_sets[0].dbms = "sqlite";
  EXPECT_EQ(drift(log, ran(change_set("1", "select 2"))), "");
}

}  // namespace
}  // namespace strata::plan
