// SPDX-License-Identifier: Apache-2.0
#include "app/cpu_count.h"

#include <sched.h>

#include <algorithm>
#include <fstream>
#include <thread>

namespace moccasin::app {
namespace {

// ceil(quota / period) of "quota period"; 0 if there is none ("max", -1, nothing to read).
int whole_cpus(std::istream& in) {
  long long quota = 0, period = 0;
  if (!(in >> quota >> period) || quota <= 0 || period <= 0) return 0;
  return static_cast<int>(std::min<long long>((quota + period - 1) / period, 1 << 20));
}

int smaller_quota(int a, int b) {
  if (a == 0 || b == 0) return a + b;
  return std::min(a, b);
}

int affinity_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  return static_cast<int>(std::thread::hardware_concurrency());
}

// The line "0::/group" of version 2; "/" without one.
std::string own_group() {
  std::ifstream in("/proc/self/cgroup");
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("0::", 0) == 0) return line.substr(3);
  }
  return "/";
}

}  // namespace

int cgroup_cpus(const std::string& mount, const std::string& group) {
  int quota = 0;
  for (std::string path = group;; path.resize(path.find_last_of('/'))) {
    std::ifstream in(mount + path + (path.empty() || path.back() != '/' ? "/" : "") + "cpu.max");
    quota = smaller_quota(quota, whole_cpus(in));
    if (path.find_last_of('/') == std::string::npos) break;
  }
  std::ifstream old_quota(mount + "/cpu/cpu.cfs_quota_us");
  std::ifstream old_period(mount + "/cpu/cpu.cfs_period_us");
  long long microseconds = 0, period = 0;
  if (old_quota >> microseconds && old_period >> period && microseconds > 0 && period > 0) {
    quota = smaller_quota(quota, static_cast<int>((microseconds + period - 1) / period));
  }
  return quota;
}

int available_cpus() {
  return std::max(1, smaller_quota(affinity_cpus(), cgroup_cpus("/sys/fs/cgroup", own_group())));
}

}  // namespace moccasin::app
