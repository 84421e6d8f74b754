// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "bench/benchmarks.h"

int main(int argc, char** argv) {
  using moccasin::bench::LazyInstance;
  using moccasin::generate::Family;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const moccasin::generate::GenerateOptions instances[] = {
      {.family = Family::layered, .nodes = 100, .seed = 1},
      {.family = Family::layered, .nodes = 1'000, .seed = 1},
      {.family = Family::layered, .nodes = 10'000, .seed = 1},
      {.family = Family::transformer, .nodes = 1'000, .seed = 1},
      {.family = Family::transformer, .nodes = 10'000, .seed = 1},
      {.family = Family::transformer, .nodes = 100'000, .seed = 1},
  };
  for (const auto& options : instances) {
    const auto instance = std::make_shared<LazyInstance>(options);
    moccasin::bench::register_incremental(instance);
    moccasin::bench::register_scratch(instance);
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
