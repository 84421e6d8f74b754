# SPDX-License-Identifier: Apache-2.0
"""The planted bugs: what each gets wrong, where, and the test program that must notice."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Mutant:
    title: str
    file: str
    old: str  # occurs exactly once in the file
    new: str
    test: str  # the name of the program without its folder's name and _test
    folder: str = "search"  # of the tests: the program is tests/<folder>/<folder>_<test>_test

    @property
    def program(self) -> str:
        return f"tests/{self.folder}/{self.folder}_{self.test}_test"


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
           "if (listed(producer) && !sequence_.read(producer)) erase_one(producer);", "",
           "staged_edits"),
    Mutant("a superseded copy stays", EDITS,
           "if (sequence_.recomputation(before) && !sequence_.read(before)) erase(before);", "",
           "kept_order"),
    Mutant("one copy too many", EDITS,
           "sequence_.copies(op) >= graph", "sequence_.copies(op) > graph", "kept_order"),
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
    Mutant("sequences over budget are called better", "search/local/annealing.h",
           "return sequence_.feasible() && sequence_.duration()", "return sequence_.duration()",
           "annealing"),
    Mutant("invalid schedules become the incumbent", "search/portfolio/incumbent.cc",
           "if (!verdict.valid()) {", "if (verdict.duration < 0) {", "incumbent"),
    Mutant("a schedule as fast replaces the incumbent", "search/portfolio/incumbent.cc",
           "rank >= record_.rank", "false", "incumbent"),
    Mutant("the target itself is not enough", "search/portfolio/observer.cc",
           "duration <= options_.target", "duration < options_.target", "observer"),
    Mutant("a callback cannot stop the run", "search/portfolio/observer.cc",
           "if (stopped_by_callback_.load(std::memory_order_relaxed)) return StopReason::user;", "",
           "observer"),
    Mutant("the seed is ignored", "search/portfolio/slots.cc",
           "derived_seed(options.seed, slot)", "derived_seed(0, slot)", "slots"),
    Mutant("every slot has the whole work limit", "search/portfolio/slots.cc",
           "slot_limits_.work / num_jobs()", "slot_limits_.work", "slots"),
    Mutant("a warm start that does not fit is thrown away", "search/portfolio/solve.cc",
           "model::Schedule schedule{options.warm_start};", "model::Schedule schedule;", "solve"),
    Mutant("limited copies are taken for none", "search/portfolio/solve.cc",
           "problem.copies_allowed(op) == 1;", "problem.copies_allowed(op) != 0;", "optimum"),
]

ENGINE = "engine/engine.cc"
PUSH = "propagators/memory_push.cc"
REASON = "propagators/memory_reason.cc"
ORDER = "propagators/retention_order.cc"
PRECEDENCE = "propagators/retention_precedence.cc"
COVER = "propagators/recompute_cover.cc"
ENCODING = "model/encoding/encoding.cc"

MUTANTS += [
    Mutant("a watch sleeps at its own threshold", "engine/propagation.cc",
           "watch.threshold > bound", "watch.threshold >= bound", "propagation", "engine"),
    Mutant("minimisation trusts premises that come later", "engine/minimize.cc",
           "other.position < before && ", "", "random_problems", "engine"),
    Mutant("propagators are not told of a jump back", ENGINE,
           "registered.propagator->undo_to(trail_.size());", "(void)registered;", "soundness",
           "propagators"),
    Mutant("what is asserted after a jump back is not visited", ENGINE,
           "head_ = std::min(head_, trail_.size());", "", "engine", "engine"),
    Mutant("the weaker of two bounds asked for is explained", "engine/conflict_analysis.cc",
           "wanted_[cause] = std::max(wanted_[cause], premise.bound);\n}\n",
           "wanted_[cause] = premise.bound;\n}\n", "random_problems", "engine"),
    Mutant("a reduction frees reasons that are in use", "engine/nogood_database.cc",
           "if (!locked(nogood)) candidates", "candidates", "nogood_database", "engine"),
    Mutant("a core lacks the assumption that failed", ENGINE,
           "core.push_back(failed);", "", "assumptions", "engine"),
    Mutant("a retention may end at the event that is too high", PUSH,
           "at_most(retention.end, *event - 1)", "at_most(retention.end, *event)",
           "cumulative_memory", "propagators"),
    Mutant("a push does not say which half was excluded", REASON,
           "out.push_back(model_.starts_by(retention.run, event));", ";", "soundness",
           "propagators"),
    Mutant("a level is explained by one unit too few", REASON,
           "total - needed, out", "total - needed + 1, out", "soundness", "propagators"),
    Mutant("an end before a stage's last event counts at it", "propagators/memory_profile.cc",
           " + (grid_.position(start) > grid_.stage(start) ? 1 : 0)", "", "memory_profile",
           "propagators"),
    Mutant("a mandatory part is not undone", "propagators/mandatory_parts.cc",
           "    part_[change.retention] = before;\n", "", "mandatory_parts", "propagators"),
    Mutant("a reader's earliest stage is no premise", "propagators/precedence_reason.cc",
           "  out.push_back(at_least(reader.stage, earliest));\n", "", "soundness", "propagators"),
    Mutant("the first copy has to serve where only another can", PRECEDENCE,
           "model_.retentions[only]", "model_.retentions[model_.copies[read.copies][0]]",
           "retention_precedence", "propagators"),
    Mutant("the only copy has to be made a stage early", PRECEDENCE,
           "std::min(latest, run.never - 1);", "std::min(latest, run.never - 1) - 1;",
           "retention_precedence", "propagators"),
    Mutant("copies run two stages apart", ORDER,
           "now.lower(run.stage) + 1, next.never", "now.lower(run.stage) + 2, next.never",
           "retention_order", "propagators"),
    Mutant("a copy ends an event too early before the next", ORDER,
           "at_most(retention.end, start - 1)", "at_most(retention.end, start - 2)",
           "retention_order", "propagators"),
    Mutant("a reason grants the duration one too many", "propagators/duration_sum.cc",
           "before.upper(model_.duration) + surplus", "before.upper(model_.duration) + surplus + 1",
           "soundness", "propagators"),
    Mutant("what is taken back stays paid", "propagators/runs_taking_place.h",
           "duration_ -= model_.runs[counted_.back().run].duration;", "", "soundness",
           "propagators"),
    Mutant("the cover's reasons lack the duration", "propagators/cover_reason.cc",
           "out.push_back(at_most(model_.duration, before.upper(model_.duration)));", "",
           "recompute_cover", "propagators"),
    Mutant("what a dear run frees is not taken off", COVER,
           "cost - worth(cover_, picked_[run]) <= margin", "cost <= margin", "recompute_cover",
           "propagators"),
    Mutant("what is surely live may go", COVER,
           "domains.lower(retention.end) < event", "domains.lower(retention.end) <= event",
           "recompute_cover", "propagators"),
    Mutant("a joker costs nothing", ENCODING,
           "graph_.duration(op) / duration_unit_,",
           "joker ? 0 : graph_.duration(op) / duration_unit_,", "encoding", "encoding"),
    Mutant("nothing is recomputed in its last useful stage", ENCODING,
           "last = last_useful_[op],", "last = Value{last_useful_[op]} - 1,", "exactness",
           "encoding"),
    Mutant("jokers run though they are forbidden", ENCODING,
           "engine.add_nogood(clause);", "(void)clause;", "exactness", "encoding"),
    Mutant("the end of the schedule reads nothing", ENCODING,
           "add(end, tensor);", "(void)end;", "exactness", "encoding"),
    Mutant("a variable set aside is restored a level late", "search/cdcl/activity_brancher.cc",
           "aside.back().level > now.level()", "aside.back().level > now.level() + 1",
           "activity_brancher"),
]
