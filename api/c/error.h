// SPDX-License-Identifier: Apache-2.0
// How a function of the C door fails. Behind the door a failure is an exception; guarded() turns
// every exception into a code and a text, so that none crosses the door.
#pragma once

#include <initializer_list>
#include <new>
#include <stdexcept>
#include <string_view>

#include "moccasin/moccasin.h"

namespace moccasin::c_door {

// Thrown by fail(); the text is the thread's last error by then.
struct Failure {
  moc_rc code;
};

// Makes the parts, one after the other, this thread's last error. Allocates nothing: what is too
// long ends with "...".
void set_last_error(std::initializer_list<std::string_view> parts) noexcept;

[[noreturn]] void fail(moc_rc code, std::initializer_list<std::string_view> parts);

// What came of `call`, which returns nothing or fails.
template <class Call>
moc_rc guarded(const Call& call) noexcept {
  try {
    call();
    return MOC_OK;
  } catch (const Failure& failure) {
    return failure.code;
  } catch (const std::bad_alloc&) {
    set_last_error({"out of memory"});
    return MOC_E_NOMEM;
  } catch (const std::length_error&) {  // more than any vector holds
    set_last_error({"out of memory"});
    return MOC_E_NOMEM;
  } catch (...) {
    set_last_error({"internal error"});
    return MOC_E_INTERNAL;
  }
}

// Fails with MOC_E_INVALID_ARG if `pointer` is null.
void require(const void* pointer, std::string_view argument);

// The same of an array, which may be null where it is empty.
void require_array(const void* array, std::size_t count, std::string_view argument);

}  // namespace moccasin::c_door
