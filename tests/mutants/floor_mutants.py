# SPDX-License-Identifier: Apache-2.0
"""Planted bugs of the floor."""

from mutant import Mutant

FLOOR = "model/floor.cc"


def planted(title: str, old: str, new: str) -> Mutant:
    return Mutant(title, FLOOR, old, new, "floor", "model")


MUTANTS = [
    planted("the floor forgets workspaces",
            "graph.resident() + graph.operation(op).workspace;", "graph.resident();"),
    planted("the floor counts what the last producer writes twice",
            "bytes_ - own_[producer] - room(producer)", "bytes_ - room(producer)"),
    planted("the floor counts what producer and reader both read twice",
            "if (held_by_[tensor] == stamp_) more -=", "if (false) more -="),
    planted("the floor takes what an earlier reader held for shared",
            "if (held_by_[tensor] == stamp_) more -=", "if (held_by_[tensor] > 0) more -="),
    planted("the floor takes the producer that needs most",
            "if (more < least || earlier) {",
            "if (least == INT64_MAX || more > least || earlier) {"),
    planted("the floor takes the first producer",
            "if (more < least || earlier) {", "if (least == INT64_MAX) {"),
    planted("the floor gives a reader up where one producer needs as much as the most",
            "if (beyond(producers_[i]) <= 0) return false;",
            "if (beyond(producers_[i]) <= 1) return false;"),
    planted("the floor rises though one producer needs no more",
            "if (more <= 0) return;", "if (more <= 0) continue;"),
    planted("the floor names a later producer of equals",
            "graph_.base_position(producer) <", "graph_.base_position(producer) >"),
    planted("the floor remembers what another reader's producers write",
            "for (const OpIndex producer : producers_) own_[producer] = kNotSeen;", ""),
    planted("the floor forgets that the end reads", "  pairs.look_at(retained_tensors(graph), "
            "Floor::Where::pair_end, {});\n", ""),
    planted("the floor takes all tensors for retained",
            "if (graph.tensor(tensor).retain == Retain::yes) retained", "retained"),
    planted("the floor spends more looks than it may",
            "if (looks > looks_left_) {", "if (false) {"),
    planted("what is held at the floor has what the producer reads",
            "for (const TensorIndex tensor : graph.inputs(floor.operation)) own[tensor] = 1;", ""),
    *(Mutant(title, "model/backward_states.cc", old, new, "backward_states", "model")
      for title, old, new in (
          ("a state forgets what is live beside it",
           "graph_.operation(producer).workspace + bytes - gone + written + read;",
           "graph_.operation(producer).workspace + written + read;"),
          ("of several outputs those that are not wanted take no room",
           "bytes - gone + written + read;", "bytes + read;"),
          ("what a producer reads and a state has counts twice",
           "if (std::binary_search(state.begin(), state.end(), tensor)) continue;",
           "if (std::binary_search(state.begin(), state.end(), tensor)) {\n"
           "        read += graph_.tensor(tensor).size;\n        continue;\n      }"),
          ("a move that costs nothing is made though it leaves more",
           "if (move.live > cost || move.more > 0) return false;",
           "if (move.live > cost) return false;"),
          ("a move that leaves no more is made though it costs",
           "if (move.live > cost || move.more > 0) return false;",
           "if (move.more > 0) return false;"),
          ("a move is forced though what it writes may be read again",
           "if (graph_.base_position(reader) <= last) return false;", "(void)last;"),
          ("a move that adds tensors of no bytes adds none",
           "if (!move.adds || producer == latest) return true;",
           "if (move.more < 0 || producer == latest) return true;"),
          ("a path costs what its last move does",
           "std::max(cost, move.live));", "move.live);"),
          ("a cheaper way to a state is not taken",
           "if (!added && place->second <= cost) return;", "if (!added) return;"),
          ("what was stopped says that it is exact",
           "!expand(state, known)) return {known, false};",
           "!expand(state, known)) return {known, true};"))),
]
