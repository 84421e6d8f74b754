// SPDX-License-Identifier: Apache-2.0
// Buffers to be packed, as comma-separated values: the format of minimalloc (docs/formats.md).
//
//   id,lower,upper,size,alignment,offset      b1 is live during [0, 3) and has to be placed;
//   b1,0,3,4,2,                               b2 lies at 8 and stays there
//   b2,3,9,4,1,8
#pragma once

#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/error.h"
#include "model/arena.h"

namespace moccasin::io {

struct PackingFile {
  std::vector<std::string> ids;             // any texts
  std::vector<model::ArenaBuffer> buffers;  // as many
};

// Reads buffers. `alignment` (>= 1) is that of those for which the text says none. An arena
// however badly packed must end by 2^62, and times are from -2^62 to 2^62. Fixed buffers that
// overlap are an error. An error is placed by line and column.
[[nodiscard]] Result<PackingFile> parse_packing_csv(std::string_view text,
                                                    const std::string& source,
                                                    std::int64_t alignment = 1);

// Writes them as minimalloc writes its solutions: lower and upper, a column of alignments if one is
// not 1, and `offsets`, one for each buffer, last.
void write_packing_csv(std::ostream& out, const PackingFile& file,
                       std::span<const std::int64_t> offsets);

}  // namespace moccasin::io
