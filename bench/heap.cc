// SPDX-License-Identifier: Apache-2.0
#include "bench/heap.h"

#include <cstdlib>  // defines __GLIBC__ where there is one

#if defined(__GLIBC__) && (__GLIBC__ > 2 || (__GLIBC__ == 2 && __GLIBC_MINOR__ >= 33))

#include <malloc.h>

namespace moccasin::bench {

std::optional<double> heap_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

}  // namespace moccasin::bench

#else

namespace moccasin::bench {

std::optional<double> heap_bytes() { return std::nullopt; }

}  // namespace moccasin::bench

#endif
