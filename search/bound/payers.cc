// SPDX-License-Identifier: Apache-2.0
#include "search/bound/payers.h"

#include <algorithm>
#include <functional>

namespace moccasin::search {

Payers::Payers(std::size_t num_ops) : reads_(num_ops) {
  for (std::size_t i = 0; i < num_ops; ++i) {
    op_.push_back(Op(i));
    of_.push_back({Payer(i)});
  }
}

void Payers::split(Op op, Reads reads) {
  MOCCASIN_ASSERT(!is_split(op) && !reads.empty());
  for (std::size_t i = 0; i < reads.size(); ++i) {
    of_[op].push_back(Payer(op_.size()));
    op_.push_back(op);
  }
  reads_[op] = std::move(reads);
}

Payer Payers::at(const Precedence& event, Op op) const {
  const Reads& reads = reads_[op];
  const auto next = std::find_if_not(reads.begin(), reads.end(), [&](const auto& read) {
    return std::all_of(read.begin(), read.end(), [&](Op r) { return event.is_at_or_before(r); });
  });
  const auto is_after = [&](Op reader) { return event.is_after(reader); };
  if (next != reads.end() && !std::all_of(next->begin(), next->end(), is_after)) return Payer();
  return of_[op][static_cast<std::size_t>(next - reads.begin())];
}

// The next read: what is left of each tensor's readers begins, in base order, at one or before; of
// each the latest reader up to the last of these.
Payers::Reads reads_of(Precedence& precedence, Op op) {
  const CompiledGraph& graph = precedence.graph();
  std::vector<std::vector<Op>> left;  // by tensor that anybody wants, the first reader last
  for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
    const Tensor tensor(graph.first_tensor(op).value() + i);
    const auto readers = graph.readers(tensor);
    if (readers.empty() && graph.tensor(tensor).retain == model::Retain::no) continue;
    left.emplace_back(readers.rbegin(), readers.rend());
  }
  Payers::Reads reads;
  while (!left.empty()) {
    Op last(0);
    for (const auto& readers : left) {
      if (readers.empty()) return reads;
      last = std::max(last, readers.back());
    }
    precedence.look(last);
    std::vector<Op> read;
    for (const auto& readers : left) {
      const auto upto = std::lower_bound(readers.begin(), readers.end(), last, std::greater<>());
      const auto latest =
          std::find_if(upto, readers.end(), [&](Op r) { return precedence.is_at_or_before(r); });
      read.push_back(latest == readers.end() ? readers.back() : *latest);
    }
    std::sort(read.begin(), read.end());
    read.erase(std::unique(read.begin(), read.end()), read.end());
    for (const Op reader : read) {
      precedence.look(reader);
      for (auto& readers : left) {
        while (!readers.empty() && !precedence.is_after(readers.back())) readers.pop_back();
        if (precedence.order() == model::Order::kept) continue;  // all that is left comes after
        std::erase_if(readers, [&](Op r) { return !precedence.is_after(r); });
      }
    }
    reads.push_back(std::move(read));
  }
  return reads;
}

namespace {

// A look goes through the graph where the order is free: only so much is looked at, and
// what would need more stays unsplit.
constexpr std::size_t kMostScanned = 20'000'000;

// By event, who of those that would be split is away there.
using OpsByEvent = base::IndexedVector<Op, std::vector<Op>>;

// Splits in `tried` whoever is away at two events or more.
OpsByEvent try_to_split(Precedence& precedence, const Absences& away, Payers& tried) {
  const CompiledGraph& graph = precedence.graph();
  std::size_t looks = precedence.order() == model::Order::kept
                          ? SIZE_MAX
                          : kMostScanned / (graph.num_ops() + graph.num_tensors());
  OpsByEvent ops(away.size());
  for (const Op op : away.indices()) {
    if (away[op].size() < 2 || tried.is_split(op)) continue;
    std::size_t readers = 0;
    for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
      readers += graph.readers(Tensor(graph.first_tensor(op).value() + i)).size();
    }
    if (2 * readers > looks) continue;
    looks -= 2 * readers;
    Payers::Reads reads = reads_of(precedence, op);
    if (reads.empty()) continue;
    tried.split(op, std::move(reads));
    for (const Op event : away[op]) ops[event].push_back(op);
  }
  return ops;
}

}  // namespace

// To split makes networks larger, and pays only where one payment covers two runs: where an
// operation is away in two stretches at least. At an event that is surely in no stretch nobody
// would pay, and the bound could fall, so such operations stay as they are.
bool split_where_away(Precedence& precedence, const Absences& away, Payers& payers) {
  Payers tried = payers;
  const OpsByEvent ops = try_to_split(precedence, away, tried);
  base::IndexedVector<Op, Payer> one(away.size());  // of those who would pay
  base::IndexedVector<Op, char> apart(away.size(), 0), unpaid(away.size(), 0);
  for (const Op event : ops.indices()) {
    if (ops[event].empty()) continue;
    precedence.look(event);
    for (const Op op : ops[event]) {
      if (!precedence.is_before(op)) continue;
      const Payer payer = tried.at(precedence, op);
      if (!payer.valid()) unpaid[op] = 1;
      if (one[op].valid() && payer != one[op]) apart[op] = 1;
      one[op] = payer;
    }
  }
  bool any = false;
  for (const Op op : away.indices()) {
    if (apart[op] == 0 || unpaid[op] != 0) continue;
    payers.split(op, tried.reads(op));
    any = true;
  }
  return any;
}

}  // namespace moccasin::search
