// SPDX-License-Identifier: Apache-2.0
#include "app/schedule_saver.h"

#include <algorithm>
#include <ostream>
#include <utility>

namespace moccasin::app {
namespace {

constexpr std::chrono::milliseconds kShortestWait(200);
constexpr int kWaitPerWrite = 10;  // at most about a tenth of the time goes into writing

}  // namespace

ScheduleSaver::ScheduleSaver(const SolveCase& solve_case, io::OutputFile* file, Console& console)
    : case_(&solve_case),
      file_(file != nullptr && file->way() == io::OutputFile::Way::replaced ? file : nullptr),
      console_(&console),
      next_(Clock::now()) {}

void ScheduleSaver::improved(Result result) {
  if (file_ == nullptr) return;
  pending_ = std::move(result);
  poll();
}

void ScheduleSaver::poll() {
  const Clock::time_point start = Clock::now();
  if (!pending_ || start < next_) return;
  // What turns out not to be replaceable is written once, at the end.
  if (file_->way() != io::OutputFile::Way::replaced) return;
  write(*pending_);
  if (!failed_) pending_.reset();
  const Clock::duration taken = Clock::now() - start;
  next_ = Clock::now() + std::max<Clock::duration>(kShortestWait, kWaitPerWrite * taken);
}

void ScheduleSaver::write(const Result& result) {
  auto error = file_->write(
      [&](std::ostream& out) { io::write_schedule(out, *case_->file, record_of(*case_, result)); });
  // What is full now may have room at the end: that is where failing counts.
  if (error && !failed_) {
    console_->warn(error->message +
                   "; the search goes on, and what it finds is written at its end");
  }
  if (file_->way() != io::OutputFile::Way::replaced) {
    console_->warn(file_->path() + ": was written in place, and will be once more, at the end: " +
                   file_->why_in_place());
  }
  failed_ = std::move(error);
}

}  // namespace moccasin::app
