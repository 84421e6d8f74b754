// SPDX-License-Identifier: Apache-2.0
#include "api/c/text.h"

moc_rc moc_text_get(const moc_text* text, const char** chars, size_t* length) {
  return moccasin::c_door::guarded([&] {
    const moccasin::c_door::Reading<moc_text> use(text, "text");
    moccasin::c_door::require(chars, "chars");
    *chars = use->text.c_str();
    if (length != nullptr) *length = use->text.size();
  });
}

moc_rc moc_text_free(moc_text* text) { return moccasin::c_door::free_handle(text, "text"); }
