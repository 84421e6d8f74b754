// SPDX-License-Identifier: Apache-2.0
// 128 bits, for products of a size and a duration, both of which may have 62.
#pragma once

namespace moccasin::base {

__extension__ using Wide = __int128;

}  // namespace moccasin::base
