// SPDX-License-Identifier: Apache-2.0
#include "api/c/stop.h"

moc_rc moc_stop_create(moc_stop** out) { return moccasin::c_door::create_handle(out); }

moc_rc moc_stop_free(moc_stop* stop) { return moccasin::c_door::free_handle(stop, "stop"); }

// No text of what is wrong: the first touch of a thread's own memory may allocate it, which a
// signal handler must not.
moc_rc moc_stop_request(moc_stop* stop) {
  if (stop == nullptr || !stop->is(moc_stop::kTag)) return MOC_E_INVALID_ARG;
  stop->flag.request();
  return MOC_OK;
}

int moc_stop_requested(const moc_stop* stop) {
  if (stop == nullptr || !stop->is(moc_stop::kTag)) return 0;
  return stop->flag.requested() ? 1 : 0;
}
