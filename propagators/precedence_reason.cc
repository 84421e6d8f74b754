// SPDX-License-Identifier: Apache-2.0
// RetentionPrecedence: why. A reader is pushed out of stages because no copy can serve it there; a
// copy must serve because the others cannot, whichever of its stages the reader is in.
#include "propagators/retention_precedence.h"

namespace moccasin::propagators {

using engine::Domains;
using engine::Premises;

// Why the copy serves no reader at `position` in the stages [first, last]: it is made later, it
// ends before, or it is made after the latest stage it could serve.
void RetentionPrecedence::explain_useless(RetentionIndex index, Value position, Value first,
                                          Value last, const Domains& before, Premises& out) const {
  const Retention& retention = model_.retentions[index];
  const Run& run = model_.runs[retention.run];
  const Literal made_later = at_least(run.stage, std::min(last + 1, run.never));
  const Literal ends_before = at_most(retention.end, model_.grid.event(first, position) - 1);
  const bool later = before.is_true(made_later), ended = before.is_true(ends_before);
  if (later && ended) {
    const bool prefer_later = before.since(made_later) <= before.since(ends_before);
    out.push_back(prefer_later ? made_later : ends_before);
  } else if (later || ended) {
    out.push_back(later ? made_later : ends_before);
  } else {
    const Value pivot = before.lower(run.stage);
    out.push_back(at_least(run.stage, pivot));
    out.push_back(at_most(retention.end, model_.grid.event(pivot, position) - 1));
  }
}

void RetentionPrecedence::explain(Literal fact, std::uint64_t payload, const Domains& before,
                                  Premises& out) const {
  const Read& read = model_.reads[ReadIndex(payload)];
  const Run& reader = model_.runs[read.reader];
  const Value earliest = before.lower(reader.stage);
  out.push_back(at_least(reader.stage, earliest));
  if (fact.var == reader.stage) {
    for (const RetentionIndex copy : model_.copies[read.copies]) {
      explain_useless(copy, reader.position, earliest, fact.bound - 1, before, out);
    }
    return;
  }
  const Value latest = before.upper(reader.stage);
  out.push_back(at_most(reader.stage, latest));
  for (const RetentionIndex copy : model_.copies[read.copies]) {
    const Retention& retention = model_.retentions[copy];
    const bool serves = fact.var == retention.end || fact.var == -model_.runs[retention.run].stage;
    if (!serves) explain_useless(copy, reader.position, earliest, latest, before, out);
  }
}

}  // namespace moccasin::propagators
