// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/waiting_list.h"

#include <algorithm>
#include <utility>

namespace moccasin::search {
namespace {

bool faster(const Unplaced& a, std::int64_t duration) { return a.duration < duration; }

}  // namespace

void WaitingList::add(Unplaced schedule) {
  schedule.number = ++added_;
  steps_ += schedule.schedule.steps.size();
  const auto at = std::lower_bound(all_.begin(), all_.end(), schedule.duration, faster);
  all_.insert(at, std::move(schedule));
  while (all_.size() > kMost || (steps_ > kMostSteps && all_.size() > 1)) {
    steps_ -= all_.back().schedule.steps.size();
    all_.pop_back();
  }
}

void WaitingList::drop(std::int64_t duration) {
  const auto from = std::lower_bound(all_.begin(), all_.end(), duration, faster);
  for (auto it = from; it != all_.end(); ++it) steps_ -= it->schedule.steps.size();
  all_.erase(from, all_.end());
}

void WaitingList::take(WaitingList& other) {
  for (auto it = other.all_.rbegin(); it != other.all_.rend(); ++it) add(std::move(*it));
  other.all_.clear();
  other.steps_ = 0;
}

}  // namespace moccasin::search
