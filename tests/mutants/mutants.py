# SPDX-License-Identifier: Apache-2.0
"""The planted bugs: what each gets wrong, where, and the test program that must notice."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Mutant:
    title: str
    file: str
    old: str  # occurs exactly once in the file
    new: str
    test: str  # the name of the program without search_ and _test


SEQUENCE = "search/local/sequence.cc"
TIMELINE = "search/local/timeline.cc"
EDITS = "search/local/staged_edits.cc"
COMPILED = "model/compiled/compiled_graph.cc"

MUTANTS = [
    Mutant("an insertion's range reaches into its own gap", SEQUENCE,
           "gap - 1, -size);", "gap, -size);", "sequence"),
    Mutant("an insertion's range takes the last reader along", SEQUENCE,
           "coordinate(now_last) + 1, gap - 1", "coordinate(now_last), gap - 1", "sequence"),
    Mutant("an erasure's range ends a step early", SEQUENCE,
           "here - 1, size);", "here - 3, size);", "sequence"),
    Mutant("the inputs' range ends a step early on erasure", SEQUENCE,
           "here - 1, -tensor.size);", "here - 3, -tensor.size);", "sequence"),
    Mutant("an insertion forgets its own step", SEQUENCE,
           "sweep() + std::max<std::int64_t>(live_ - graph_.budget(), 0)", "sweep()", "sequence"),
    Mutant("an erasure forgets its own step", SEQUENCE,
           "sweep() - std::max<std::int64_t>(timeline_.live(timeline_.key(run)) - graph_.budget(),"
           " 0)", "sweep()", "sequence"),
    Mutant("an erasure does not hand its readers back", SEQUENCE,
           "readers_.push_back({before, i, last, false});", "", "sequence"),
    Mutant("an erased reader is not replaced", SEQUENCE,
           "readers_.push_back({copy, output, now_last, false});", "", "sequence"),
    Mutant("reads are served by the first copy", SEQUENCE,
           "    copy = next;\n", "    break;\n", "sequence"),
    Mutant("retained tensors end at the start", "search/local/sequence.h",
           ": 2 * timeline_.end();", ": 0;", "sequence"),
    Mutant("an input read right before the gap is not stretched", SEQUENCE,
           "if (last > gap) continue;\n    change(last", "if (last >= gap - 1) continue;\n"
           "    change(last", "sequence"),
    Mutant("an insertion's transient bytes are forgotten", SEQUENCE,
           "graph_.footprint(at) + graph_.transient(op);", "graph_.footprint(at);", "sequence"),
    Mutant("the copy after an erased one keeps its predecessor", SEQUENCE,
           "if (after.valid()) previous_copy_[after] = before;", "", "sequence"),
    Mutant("a block's pending is ignored when the excess is asked for", TIMELINE,
           "limit_ - blocks_[block].pending)", "limit_)", "timeline"),
    Mutant("a block's pending is ignored on insertion", TIMELINE,
           "live - block.pending", "live", "timeline"),
    Mutant("a block's pending is lost when it is spread", TIMELINE,
           "moved_.emplace_back(run(key), live(key));",
           "moved_.emplace_back(run(key), live_[static_cast<std::size_t>(key)]);", "timeline"),
    Mutant("extremes are not renewed when single steps change", TIMELINE,
           "+= delta;\n      touch(b);", "+= delta;", "timeline"),
    Mutant("a block one below the limit counts as above it", TIMELINE,
           "std::min<std::int64_t>(delta, 0) >= limit_)",
           "std::min<std::int64_t>(delta, 0) >= limit_ - 1)", "timeline"),
    Mutant("keys are not renewed on erasure", TIMELINE,
           "    key_[run_[slot]] = k;\n", "", "timeline"),
    Mutant("the search for a violated step does not start over", TIMELINE,
           "found != kNone ? found : search(0, from)", "found", "timeline"),
    Mutant("undoing leaves one edit", EDITS,
           "for (; edits_.size() > size; edits_.pop_back())",
           "for (; edits_.size() > size + 1; edits_.pop_back())", "staged_edits"),
    Mutant("undoing keeps the excess", EDITS,
           "    effect_.excess -= edit.effect.excess;\n", "", "staged_edits"),
    Mutant("an erasure leaves its inputs' recomputations unread", EDITS,
           "if (listed(producer) && !sequence_.read(producer)) erase(producer);", "",
           "staged_edits"),
    Mutant("a superseded copy stays", EDITS,
           "if (sequence_.recomputation(before) && !sequence_.read(before)) erase(before);", "",
           "kept_order"),
    Mutant("one copy too many", EDITS,
           "sequence_.copies(op) >= sequence_", "sequence_.copies(op) > sequence_", "kept_order"),
    Mutant("a stage is not in base order", EDITS,
           "if (!sequence_.recomputation(run) || sequence_.op(run) < op) break;",
           "if (!sequence_.recomputation(run)) break;", "kept_order"),
    Mutant("moves of several edits are all accepted", "search/local/kept_order.cc",
           "acceptance.accepts(edits_.effect())", "true", "kept_order"),
    Mutant("retained and passing outputs are merged", COMPILED,
           "outputs[i].first != outputs[i - 1].first",
           "outputs[i].first.readers != outputs[i - 1].first.readers", "compiled_graph"),
    Mutant("outputs that nobody reads are dropped", COMPILED,
           "        transient_[op] += tensor.size;\n", "", "compiled_graph"),
    Mutant("a budget below the resident bytes fits nothing of size", COMPILED,
           "room >= 0 ? room / unit : -1", "room / unit", "compiled_graph"),
    Mutant("room below the limit counts as negative excess", "search/local/excess_kernel.cc",
           "(over > 0 ? over : 0)", "over", "excess_kernel"),
    Mutant("sequences over budget are called better", "search/local/annealing.cc",
           "if (!sequence_.feasible() || sequence_.duration()", "if (sequence_.duration()",
           "annealing"),
    Mutant("invalid schedules become the incumbent", "search/portfolio/incumbent.cc",
           "if (!verdict.valid()) {", "if (verdict.duration < 0) {", "incumbent"),
    Mutant("a schedule as fast replaces the incumbent", "search/portfolio/incumbent.cc",
           "verdict.duration >= record_.duration", "verdict.duration > record_.duration",
           "incumbent"),
    Mutant("the target itself is not enough", "search/portfolio/observer.cc",
           "duration <= options_.target", "duration < options_.target", "observer"),
    Mutant("a callback cannot stop the run", "search/portfolio/observer.cc",
           "if (stopped_by_callback_.load(std::memory_order_relaxed)) return StopReason::user;", "",
           "observer"),
    Mutant("the seed is ignored", "search/portfolio/slots.cc",
           "derived_seed(options.seed, slot)", "derived_seed(0, slot)", "slots"),
    Mutant("every slot has the whole work limit", "search/portfolio/slots.cc",
           "slot_limits_.work / count", "slot_limits_.work", "slots"),
    Mutant("a warm start that does not fit is thrown away", "search/portfolio/solve.cc",
           "model::Schedule schedule{options.warm_start};", "model::Schedule schedule;", "solve"),
    Mutant("limited copies are taken for none", "search/portfolio/solve.cc",
           "problem.copies_allowed(op) == 1;", "problem.copies_allowed(op) != 0;", "optimum"),
]
