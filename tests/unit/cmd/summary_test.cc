#include "cmd/summary.h"

#include <gtest/gtest.h>

namespace strata::cmd {
namespace {

using plan::Skip;
using run::RunReport;

std::string text(const RunReport& report, RunKind kind = RunKind::Update) {
  return summary_text(kind, report, std::chrono::milliseconds(1234), SummaryDetail::Counts,
                      Style::plain());
}

RunReport report(std::size_t planned, std::size_t applied, const std::vector<Skip>& skipped = {}) {
  RunReport result;
  result.planned = planned;
  for (std::size_t i = 0; i < applied; ++i)
    result.applied.push_back({{std::to_string(i), "mia", "a.yaml"}, "EXECUTED", {}});
  for (const Skip why : skipped) result.skipped.push_back({nullptr, why});
  return result;
}

TEST(Summary, CountsWhatWasDone) {
  EXPECT_EQ(text(report(1, 1)), "1 changeset applied (1.23 s)\n");
  EXPECT_EQ(text(report(12, 12)), "12 changesets applied (1.23 s)\n");
  EXPECT_EQ(text(report(2, 2), RunKind::Rollback), "2 changesets rolled back (1.23 s)\n");
  EXPECT_EQ(text(report(2, 2), RunKind::Sync), "2 changesets noted as run (1.23 s)\n");
}

TEST(Summary, SaysWhatStayedOutAndWhy) {
  EXPECT_EQ(text(report(1, 1,
                        {Skip::AlreadyRan, Skip::AlreadyRan, Skip::Context, Skip::Label, Skip::Dbms,
                         Skip::Ignored, Skip::AfterCount, Skip::AfterTag, Skip::Context})),
            "1 changeset applied (1.23 s); 2 had run before; left out: 2 by context, 1 by label, "
            "1 by dbms, 1 by ignore, 1 by --count, 1 by --tag\n");
}

TEST(Summary, NothingToDo) {
  EXPECT_EQ(text(report(0, 0)), "nothing to do\n");
  EXPECT_EQ(text(report(0, 0, {Skip::AlreadyRan})), "nothing to do; 1 had run before\n");
}

TEST(Summary, AFailureSaysHowFarItCame) {
  RunReport failed = report(5, 2, {Skip::AlreadyRan});
  failed.error = Error(ErrorKind::Sql, "no");
  EXPECT_EQ(text(failed), "failed after 2 of 5 changesets applied (1.23 s); 1 had run before\n");
  EXPECT_EQ(text(failed, RunKind::Rollback),
            "failed after 2 of 5 changesets rolled back (1.23 s); 1 had run before\n");
}

TEST(Summary, TellsOfToleratedFailures) {
  RunReport tolerated = report(3, 2);
  tolerated.tolerated.emplace_back(model::ChangeSetKey{"3", "mia", "a.yaml"},
                                   Error(ErrorKind::Sql, "no"));
  EXPECT_EQ(text(tolerated), "2 changesets applied, 1 failed (1.23 s)\n");
}

}  // namespace
}  // namespace strata::cmd
