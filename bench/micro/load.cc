// Texts of each format into changelogs: reading, and what the loader makes of the tree.
#include <benchmark/benchmark.h>

#include <string>

#include "bench/micro/samples.h"

namespace strata::bench {
namespace {

void load_changelog(benchmark::State& state, document::Format format) {
  const std::string text = changelog_text(format);
  for (auto _ : state) {
    const model::Changelog changelog = load(format, text);
    benchmark::DoNotOptimize(&changelog);
  }
  state.SetItemsProcessed(state.iterations() * kChangeSets);
}

BENCHMARK_CAPTURE(load_changelog, yaml, document::Format::Yaml);
BENCHMARK_CAPTURE(load_changelog, json, document::Format::Json);
BENCHMARK_CAPTURE(load_changelog, xml, document::Format::Xml);
BENCHMARK_CAPTURE(load_changelog, sql, document::Format::Sql);

}  // namespace
}  // namespace strata::bench
