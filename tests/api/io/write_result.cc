// SPDX-License-Identifier: Apache-2.0
// What an embedder does with files, for program_test.py to compare with the program:
//   write_result GRAPH BUDGET WORK ORDER COMMIT SCHEDULE CERTIFICATE [NAME=VALUE...]
// where NAME=VALUE are the options as the program was given them.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "moccasin/io.hpp"

namespace {

int fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  return 1;
}

}  // namespace

int main(int count, char** words) {
  if (count < 8) return fail("wrong usage");
  const std::int64_t budget = std::atoll(words[2]);
  const auto graph = moccasin::read_graph(moccasin::Source::file(words[1]));
  if (!graph) return fail(graph.error().message);
  moccasin::Options options;
  options.time_limit = 0;
  options.work_limit = static_cast<std::uint64_t>(std::atoll(words[3]));
  options.order = std::string(words[4]) == "kept" ? moccasin::Order::kept : moccasin::Order::free;
  options.certify = true;
  const moccasin::Result result = moccasin::solve(graph->graph(), budget, options);
  moccasin::SolveRequest request(budget, options);
  request.commit = words[5];
  for (int i = 8; i < count; ++i) {
    const std::string word = words[i];
    const std::size_t sign = word.find('=');
    request.given.emplace_back(word.substr(0, sign), word.substr(sign + 1));
  }
  if (auto error = write_schedule(moccasin::Sink::file(words[6]), *graph, result, request)) {
    return fail(error->message);
  }
  if (result.certificate == nullptr) return 0;
  auto error = write_certificate(moccasin::Sink::file(words[7]), *graph, *result.certificate);
  return error ? fail(error->message) : 0;
}
