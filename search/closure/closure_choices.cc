// SPDX-License-Identifier: Apache-2.0
#include "search/closure/closure_choices.h"

namespace moccasin::search {

// A choice about an event rests on all copies: that it runs again says that there is one, and then
// each is either not there or early enough. That it runs after the event one late copy shows alone.
void ClosureChoices::explain(const Choice& choice, Again again, const engine::Domains& domains,
                             engine::Premises& out) const {
  if (!choice.event.valid()) {
    out.push_back(again == Again::surely ? runs_again(choice.op) : ~runs_again(choice.op));
    return;
  }
  out.push_back(runs_again(choice.op));
  for (RunIndex run = first_copy(choice.op); run.valid(); run = model_.runs[run].next_copy) {
    if (again == Again::never) {
      const bool absent = is_true(~model_.takes_place(run), domains);
      out.push_back(absent ? ~model_.takes_place(run) : model_.starts_by(run, event(choice)));
    } else if (is_after(run, choice, domains)) {
      out.push_back(model_.takes_place(run));
      out.push_back(model_.starts_after(run, event(choice)));
      return;
    }
  }
}

}  // namespace moccasin::search
