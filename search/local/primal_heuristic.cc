// SPDX-License-Identifier: Apache-2.0
#include "search/local/primal_heuristic.h"

#include <algorithm>
#include <optional>

namespace moccasin::search {
namespace {

// The reads of what an operation makes, in order of time, with the gaps between them. To recompute
// it in a stage frees each of its tensors from the last read before the stage on, until the stage
// comes. What that takes from the excess is asked of the timeline, gap by gap.
//
//   reads of x    w . . r1 . . . . . . . r2 . r3         w: its first run
//   stages                 |    |    |    |               each that reads x is a candidate: later
//   freed                       =========                 is better up to the next read, and no
//                                                         better beyond it
class Gaps {
 public:
  Gaps(const Sequence& sequence, const StagedEdits& edits, Op op)
      : sequence_(sequence), edits_(edits), graph_(sequence.graph()), op_(op) {
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      add(Tensor(graph_.first_tensor(op).value() + i));
    }
  }

  // Where recomputing the operation saves most excess; nothing: nobody reads it later.
  [[nodiscard]] std::optional<Op> best_stage() const {
    std::optional<Op> best;
    std::int64_t most = -1;
    for (const Lifetime& lifetime : lifetimes_) {
      for (const Read& read : lifetime.reads) {
        if (read.stage <= op_ || saved_in(read.stage) <= most) continue;
        most = saved_in(read.stage);
        best = read.stage;
      }
    }
    return best;
  }

 private:
  struct Read {
    Op stage;
    Key key;
  };
  struct Lifetime {
    std::int64_t size;
    std::vector<Read> reads;  // in order of time, from the first run of the operation on
  };

  void add(Tensor tensor) {
    Lifetime lifetime{graph_.tensor(tensor).size, {}};
    const auto read_at = [&](Key key) { lifetime.reads.push_back({edits_.stage_of(key), key}); };
    read_at(sequence_.key(sequence_.first_run(op_)));
    for (const Op reader : graph_.readers(tensor)) {
      for (RunId run = sequence_.first_run(reader); run.valid(); run = sequence_.next_copy(run)) {
        read_at(sequence_.key(run));
      }
    }
    if (graph_.tensor(tensor).retain == model::Retain::yes) {
      read_at(sequence_.key(sequence_.first_run(Op(graph_.num_ops() - 1))));
    }
    std::sort(lifetime.reads.begin(), lifetime.reads.end(),
              [](const Read& a, const Read& b) { return a.key < b.key; });
    lifetimes_.push_back(std::move(lifetime));
  }

  // The excess that a recomputation in `stage` takes away, of all its tensors: each is not live
  // from its last read before the stage up to the stage, or to its next read if that is earlier.
  [[nodiscard]] std::int64_t saved_in(Op stage) const {
    std::int64_t saved = 0;
    const Key end = sequence_.key(sequence_.first_run(stage));
    for (const auto& [size, reads] : lifetimes_) {
      const auto next = std::partition_point(reads.begin(), reads.end(),
                                             [&](const Read& read) { return read.stage < stage; });
      if (next == reads.end()) continue;
      saved -= sequence_.timeline().excess_change(std::prev(next)->key + 1,
                                                  std::min(next->key, end) - 1, -size);
    }
    return saved;
  }

  const Sequence& sequence_;
  const StagedEdits& edits_;
  const CompiledGraph& graph_;
  const Op op_;
  std::vector<Lifetime> lifetimes_;
};

}  // namespace

// A primal heuristic, of the kind that goes with Lagrangian relaxation (Fisher, Management Science
// 1981): the optimum of the relaxed problem is repaired into a schedule, in the hope that it is
// right about most operations. It says what runs again; here each one is put where it does most
// good, by itself and greedily. Those that read others come before those, that is, in descending
// order of the base: to recompute x for a recomputed reader, that reader's place has to be known.
//
// It need not fit afterwards, and nothing is ever taken back: what follows completes it greedily
// and anneals it for a short time, from a low temperature, so that it stays near.
void run_primal_heuristic(Sequence& sequence, StagedEdits& edits, std::vector<Op> again) {
  std::sort(again.begin(), again.end());
  for (auto op = again.rbegin(); op != again.rend(); ++op) {
    const std::optional<Op> stage = Gaps(sequence, edits, *op).best_stage();
    if (!stage) continue;
    edits.insert(*op, *stage);
    edits.commit();
  }
}

}  // namespace moccasin::search
