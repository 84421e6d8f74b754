// SPDX-License-Identifier: Apache-2.0
// Every format written into memory and read again.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "moccasin/io.hpp"
#include "tests/embed/support/graphs.h"

namespace moccasin::test {

// The graph as its file has it; empty if it cannot be written.
[[nodiscard]] inline std::string written(const Graph& graph) {
  const Expected<GraphDocument> document = GraphDocument::of(graph);
  std::string text;
  if (!document || write_graph(Sink::text(text), *document)) return "";
  return text;
}

// What is said of a text that is none of a graph.
[[nodiscard]] inline std::string refused(const std::string& text) {
  const Expected<GraphDocument> read = read_graph(Source::text(text));
  return read ? "" : read.error().message;
}

// A graph through its file, and what becomes of its schedule and certificate through theirs, but
// for the times of day in them.
[[nodiscard]] inline std::string through_files(const Graph& graph, std::uint64_t work) {
  const std::string text = written(graph);
  const Expected<GraphDocument> read = read_graph(Source::text(text));
  if (!read) return read.error().message;
  Options options = repeatable(work);
  options.certify = true;
  const std::int64_t bytes = budget(graph, 50);
  const Result result = solve(read->graph(), bytes, options);
  std::string schedule, certificate;
  const bool failed =
      write_schedule(Sink::text(schedule), *read, result, {bytes, options}).has_value() ||
      result.certificate == nullptr ||
      write_certificate(Sink::text(certificate), *read, *result.certificate).has_value();
  if (failed) return "not written";
  const Expected<ScheduleDocument> plan = read_schedule(Source::text(schedule), *read);
  if (!plan) return plan.error().message;
  const auto proof = read_certificate(Source::text(certificate), *read);
  if (!proof) return proof.error().message;
  const CertificateVerdict verdict = check_certificate(*read, **proof);
  return text + read->fingerprint() + text_of(result) + certificate + plan->broken +
         verdict.broken + std::to_string(verdict.bound) +
         (plan->schedule == result.schedule ? "" : "another schedule");
}

}  // namespace moccasin::test
