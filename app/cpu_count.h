// SPDX-License-Identifier: Apache-2.0
// How many processors this process may really use.
#pragma once

#include <string>

namespace moccasin::app {

// The smaller of the affinity mask and the CPU quota of the control group, at least 1.
[[nodiscard]] int available_cpus();

// The quota that applies to a group, in whole processors, rounded up; 0: none. `mount` is where
// control groups are mounted, `group` the process's own ("/user.slice/..."), version 2; quotas of
// the groups around it count too. Version 1 is looked up in mount/cpu.
[[nodiscard]] int cgroup_cpus(const std::string& mount, const std::string& group);

}  // namespace moccasin::app
