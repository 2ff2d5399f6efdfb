#include "engine/plan/selection.h"

#include <gtest/gtest.h>

#include "engine/plan/update_plan.h"
#include "tests/support/errors.h"
#include "tests/unit/plan/changelog_builder.h"

namespace strata::plan {
namespace {

using model::ChangeSet;

bool runs(const ChangeSet& change_set, const std::string& contexts,
          const std::string& label_filter = "") {
  return !Selection(kDbms, contexts, label_filter).reason_to_skip(change_set);
}

TEST(Selection, TakesEverythingThatAsksForNothing) {
  EXPECT_TRUE(runs(change_set("1"), ""));
  EXPECT_TRUE(runs(change_set("1"), "test", "marketing"));
}

TEST(Selection, Contexts) {
  ChangeSet one = change_set("1");
  one.contexts = {"test or dev"};
  EXPECT_TRUE(runs(one, ""));  // without a context everything runs
  EXPECT_TRUE(runs(one, "dev"));
  EXPECT_TRUE(runs(one, "prod, TEST"));
  EXPECT_FALSE(runs(one, "prod"));
  EXPECT_EQ(Selection(kDbms, "prod", "").reason_to_skip(one), Skip::Context);
}

TEST(Selection, AllContextsOfTheIncludesMustHold) {
  ChangeSet one = change_set("1");
  one.contexts = {"a", "b"};
  EXPECT_FALSE(runs(one, "a"));
  EXPECT_TRUE(runs(one, "a,b"));
}

TEST(Selection, AContextMarkedAsNeededMustBeGiven) {
  ChangeSet one = change_set("1");
  one.contexts = {"@test"};
  EXPECT_FALSE(runs(one, ""));
  EXPECT_TRUE(runs(one, "test"));
}

TEST(Selection, Labels) {
  ChangeSet one = change_set("1");
  one.labels = {"marketing", "coupons"};
  EXPECT_TRUE(runs(one, ""));
  EXPECT_TRUE(runs(one, "", "coupons"));
  EXPECT_TRUE(runs(one, "", "coupons and marketing"));
  EXPECT_FALSE(runs(one, "", "!coupons"));
  EXPECT_FALSE(runs(one, "", "sales"));
  EXPECT_EQ(Selection(kDbms, "", "sales").reason_to_skip(one), Skip::Label);
}

TEST(Selection, Databases) {
  ChangeSet one = change_set("1");
  one.dbms = "PostgreSQL, h2";  // changesets take any case
  EXPECT_TRUE(runs(one, ""));
  one.dbms = "!postgresql";
  EXPECT_EQ(Selection(kDbms, "", "").reason_to_skip(one), Skip::Dbms);
}

TEST(Selection, IgnoredOnesNeverRun) {
  ChangeSet one = change_set("1");
  one.ignore = true;
  EXPECT_EQ(Selection(kDbms, "", "").reason_to_skip(one), Skip::Ignored);
}

TEST(Selection, RefusesAFilterThatIsNone) {
  const Error error = test::error_of([] { Selection(kDbms, "", "a and (b"); });
  EXPECT_EQ(error.kind(), ErrorKind::Usage);
  EXPECT_TRUE(std::string(error.what()).starts_with("--label-filter: ")) << error.what();
}

}  // namespace
}  // namespace strata::plan
