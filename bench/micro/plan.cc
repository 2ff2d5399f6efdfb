// Changelog and history into a plan: when all has run, and when nothing has.
#include <benchmark/benchmark.h>

#include <vector>

#include "bench/micro/samples.h"
#include "engine/model/checksum.h"
#include "engine/plan/history.h"
#include "engine/plan/selection.h"
#include "engine/plan/update_plan.h"

namespace strata::bench {
namespace {

constexpr const char* kDbms = "postgresql";

std::deque<plan::RanChangeSet> rows_of(const model::Changelog& log) {
  std::deque<plan::RanChangeSet> rows;
  for (const model::ChangeSet& change_set : log.change_sets) {
    plan::RanChangeSet& row = rows.emplace_back();
    row.key = change_set.key;
    row.order_executed = static_cast<std::int64_t>(rows.size());
    row.exec_type = "EXECUTED";
    row.checksum = model::checksum(change_set, kDbms);
  }
  return rows;
}

void plan_update(benchmark::State& state,
                 std::deque<plan::RanChangeSet> (*rows)(const model::Changelog&),
                 std::size_t steps) {
  const model::Changelog log = changelog();
  const plan::Selection selection(kDbms, "", "");
  const std::deque<plan::RanChangeSet> ran = rows(log);
  for (auto _ : state) {
    const plan::UpdatePlan plan = plan::plan_update(log, plan::History(ran), selection);
    if (plan.steps.size() != steps) state.SkipWithError("the plan has other steps");
  }
  state.SetItemsProcessed(state.iterations() * kChangeSets);
}

std::deque<plan::RanChangeSet> no_rows(const model::Changelog&) { return {}; }

// The checksums of all changesets against those of the history.
void find_drift(benchmark::State& state) {
  const model::Changelog log = changelog();
  const plan::Selection selection(kDbms, "", "");
  const plan::History history(rows_of(log));
  for (auto _ : state) {
    Diagnostics diagnostics;
    if (plan::find_drift(log, history, selection, diagnostics) != 0) {
      state.SkipWithError("the sample was edited");
    }
  }
  state.SetItemsProcessed(state.iterations() * kChangeSets);
}

BENCHMARK(find_drift);
BENCHMARK_CAPTURE(plan_update, nothing_to_do, rows_of, 0);
BENCHMARK_CAPTURE(plan_update, everything, no_rows, kChangeSets);

}  // namespace
}  // namespace strata::bench
