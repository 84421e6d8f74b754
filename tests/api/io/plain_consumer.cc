// SPDX-License-Identifier: Apache-2.0
// Compiled as C++17 with -fno-exceptions -fno-rtti against the public headers alone.
#include "moccasin/io.hpp"

#if __cplusplus != 201703L || defined(__cpp_exceptions) || defined(__cpp_rtti)
#error "this file is to be compiled as C++17 with -fno-exceptions -fno-rtti"
#endif

#include <cstdio>

namespace {

constexpr const char* kGraph =
    "{\"format\": \"moccasin-graph\", \"version\": 1, \"nodes\": ["
    "{\"id\": \"a\", \"duration\": 10, \"size\": 4}, {\"id\": \"b\", \"duration\": 30, "
    "\"size\": 2}, {\"id\": \"c\", \"duration\": 20, \"size\": 1}], "
    "\"edges\": [[\"a\", \"b\"], [\"b\", \"c\"], [\"a\", \"c\"]]}";

bool expect(bool holds, const char* what) {
  if (!holds) std::puts(what);
  return holds;
}

}  // namespace

int main() {
  const auto graph = moccasin::read_graph(moccasin::Source::text(kGraph));
  if (!expect(graph.has_value(), "the graph cannot be read")) return 1;
  moccasin::Options options;
  options.certify = true;
  const moccasin::Result result = moccasin::solve(graph->graph(), 7, options);
  std::string written;
  const auto failed = moccasin::write_schedule(moccasin::Sink::text(written), *graph, result,
                                               moccasin::SolveRequest(7, options));
  if (!expect(!failed, "the schedule cannot be written")) return 1;
  const auto read = moccasin::read_schedule(moccasin::Source::text(written), *graph);
  if (!expect(read && read->schedule == result.schedule && read->broken.empty(),
              "the schedule written is another one")) {
    return 1;
  }
  const auto verdict = moccasin::check_certificate(*graph, *result.certificate);
  if (!expect(verdict.valid() && verdict.bound == 60, "the certificate is broken")) return 1;
  const auto broken = moccasin::read_graph(moccasin::Source::text("{\n  ]"));
  const bool told = !broken && broken.error().kind == moccasin::FileErrorKind::syntax &&
                    broken.error().line == 2 && broken.error().column == 3;
  return expect(told, "an error has another kind or place") ? 0 : 1;
}
