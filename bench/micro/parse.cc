// Texts of each format into document trees.
#include <benchmark/benchmark.h>

#include <string>

#include "bench/micro/samples.h"
#include "engine/document/reader.h"

namespace strata::bench {
namespace {

void parse(benchmark::State& state, document::Format format) {
  const SourceFile file(file_name(format), changelog_text(format));
  for (auto _ : state) {
    Diagnostics diagnostics;
    const document::Node root = document::read(file, format, diagnostics);
    if (diagnostics.has_errors()) state.SkipWithError("mistakes in the sample");
    benchmark::DoNotOptimize(&root);
  }
  state.SetItemsProcessed(state.iterations() * kChangeSets);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(file.text().size()));
}

BENCHMARK_CAPTURE(parse, yaml, document::Format::Yaml);
BENCHMARK_CAPTURE(parse, json, document::Format::Json);
BENCHMARK_CAPTURE(parse, xml, document::Format::Xml);
BENCHMARK_CAPTURE(parse, sql, document::Format::Sql);

}  // namespace
}  // namespace strata::bench
