// SPDX-License-Identifier: Apache-2.0
// Scientific workflows in WfCommons' WfFormat, versions 1.4 and 1.5 (https://wfcommons.org/format):
// a task is an operation, the files that it writes are its outputs, the seconds that it ran its
// duration.
#pragma once

#include <string>
#include <string_view>

#include "io/error.h"
#include "io/graph_file.h"

namespace moccasin::io {

// Files that no task reads are retained, those that no task writes are left out. A parent none of
// whose files a task reads gives it an output of no bytes. Other keys are passed over.
[[nodiscard]] Result<GraphFile> parse_workflow_graph(std::string_view text,
                                                     const std::string& source);

}  // namespace moccasin::io
