// MD5SUM of changesets.
#include <benchmark/benchmark.h>

#include "bench/micro/samples.h"
#include "engine/model/checksum.h"

namespace strata::bench {
namespace {

void checksum(benchmark::State& state, model::ChecksumVersion version) {
  const model::Changelog log = changelog();
  for (auto _ : state) {
    for (const model::ChangeSet& change_set : log.change_sets) {
      benchmark::DoNotOptimize(model::checksum(change_set, "postgresql", version));
    }
  }
  state.SetItemsProcessed(state.iterations() * kChangeSets);
}

BENCHMARK_CAPTURE(checksum, version_9, model::ChecksumVersion::V9);
BENCHMARK_CAPTURE(checksum, version_8, model::ChecksumVersion::V8);

}  // namespace
}  // namespace strata::bench
