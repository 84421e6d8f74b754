// SPDX-License-Identifier: Apache-2.0
// Files that commands read, and what is wrong with them as a Failure.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/exit_code.h"
#include "io/graph_file.h"
#include "io/schedule_file.h"
#include "model/problem.h"

namespace moccasin::app {

// Shared, so that a solver's graph can refer to it without a copy.
using SharedGraphFile = std::shared_ptr<const io::GraphFile>;

// Reads `path` with the command's --duration-key and --size-key. Warns on standard error of what
// the graph has under keys that are ignored and look like others that are not.
[[nodiscard]] Outcome<SharedGraphFile> read_graph(const std::string& path,
                                                  const Arguments& arguments);

// Reads a schedule of `graph`; one without steps is a failure.
[[nodiscard]] Outcome<io::ScheduleFile> read_schedule(const std::string& path,
                                                      const io::GraphFile& graph);

// The same, and it keeps every rule and is all that its file claims; else a failure that says what
// is broken.
[[nodiscard]] Outcome<io::ScheduleFile> read_valid_schedule(const std::string& path,
                                                            const io::GraphFile& graph);

// Reads a schedule to start from: perhaps made for another version of `graph`, but one that its
// operations and reads allow. Whatever else it says is passed over.
[[nodiscard]] Outcome<io::ScheduleFile> read_warm_start(const std::string& path,
                                                        const io::GraphFile& graph);

// Whether the output would take the place of the input, or be mixed with it; "-" is the one stream
// of the one, and the other of the other.
[[nodiscard]] bool reads_what_it_writes(const std::string& input, const std::string& output);

// Two of them being "-" would read standard input twice.
[[nodiscard]] std::optional<Failure> find_second_stdin(const std::vector<std::string>& paths);

// The scope that a file states: "order free, any number of copies"; 0 is any number.
[[nodiscard]] std::string scope_in_file(model::Order order, std::int32_t max_copies);

}  // namespace moccasin::app
