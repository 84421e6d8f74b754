// SPDX-License-Identifier: Apache-2.0
#include "app/schedule_saver.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "io/output_file.h"

namespace moccasin::app {
namespace {

constexpr std::chrono::milliseconds kShortestWait(200);
constexpr int kWaitPerWrite = 10;  // at most about a tenth of the time goes into writing

}  // namespace

ScheduleSaver::ScheduleSaver(const SolveCase& solve_case, std::string path)
    : case_(&solve_case),
      path_(std::move(path)),
      replaced_(io::is_replaced(path_)),
      next_(Clock::now()) {}

void ScheduleSaver::improved(Result result) {
  if (path_.empty() || !replaced_) return;
  pending_ = std::move(result);
  poll();
}

void ScheduleSaver::poll() {
  const Clock::time_point start = Clock::now();
  if (!pending_ || start < next_) return;
  // A disk that is full now may have room at the end: finish() is where failing counts.
  if (!write(*pending_)) pending_.reset();
  const Clock::duration taken = Clock::now() - start;
  next_ = Clock::now() + std::max<Clock::duration>(kShortestWait, kWaitPerWrite * taken);
}

std::optional<Failure> ScheduleSaver::finish(const Result& result) {
  pending_.reset();
  return path_.empty() ? std::nullopt : write(result);
}

std::optional<Failure> ScheduleSaver::write(const Result& result) {
  const auto error = io::replace_file(path_, [&](std::ostream& out) {
    io::write_schedule(out, *case_->file, record_of(*case_, result));
  });
  if (!error) return std::nullopt;
  return failure_of(*error);
}

}  // namespace moccasin::app
