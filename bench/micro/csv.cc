// CSV rows a second, plain and quoted.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <sstream>
#include <string>
#include <vector>

#include "engine/base/csv.h"

namespace strata::bench {
namespace {

constexpr int kRows = 1000;

std::string rows(std::string_view form) {
  std::string text;
  for (int i = 0; i < kRows; ++i) text += fmt::format(fmt::runtime(form), i, i * 7919);
  return text;
}

void read_csv(benchmark::State& state, std::string_view form) {
  const std::string text = rows(form);
  std::vector<std::string> fields;
  for (auto _ : state) {
    std::istringstream in(text);
    CsvReader reader(in, {});
    while (reader.next(fields)) benchmark::DoNotOptimize(fields.data());
  }
  state.SetItemsProcessed(state.iterations() * kRows);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

BENCHMARK_CAPTURE(read_csv, plain,
                  "{},customer {} of the branch at the old town wall,12.50,true\n");
BENCHMARK_CAPTURE(read_csv, quoted,
                  "{},\"customer \"\"{}\"\", at the old town wall\",12.50,true\n");

}  // namespace
}  // namespace strata::bench
