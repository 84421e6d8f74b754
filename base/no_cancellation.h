// SPDX-License-Identifier: Apache-2.0
// While it lives, pthread_cancel() of the thread that made it waits. A cancelled thread unwinds as
// if by an exception that nobody may catch: from a function that is noexcept, the process ends.
#pragma once

#include <pthread.h>

namespace moccasin::base {

class NoCancellation {
 public:
  NoCancellation() noexcept { pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before_); }
  NoCancellation(const NoCancellation&) = delete;
  NoCancellation& operator=(const NoCancellation&) = delete;
  ~NoCancellation() { pthread_setcancelstate(before_, nullptr); }

 private:
  int before_ = PTHREAD_CANCEL_ENABLE;
};

}  // namespace moccasin::base
