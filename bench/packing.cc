// SPDX-License-Identifier: Apache-2.0
// The search for offsets alone, one line for each problem:
//   moccasin_packing_run files SECONDS CAPACITY FILE...  CSV of minimalloc's: id,lower,upper,size;
//   five
//                                                    seeds each; CAPACITY 0: the live peak
//   moccasin_packing_run random SECONDS EACH             EACH problems of each shape of random
//   buffers moccasin_packing_run scale SECONDS COUNT...          as many buffers of each shape
// Seconds are those of the processor.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "bench/random_buffers.h"
#include "search/packing/pack.h"

namespace {

using namespace moccasin;

constexpr std::uint64_t kSeeds = 5;

double seconds_used() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double megabytes_at_most() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Run {
  search::PackResult result;
  double seconds = 0;
};

Run timed(const std::vector<model::ArenaBuffer>& buffers, const search::PackOptions& options,
          double seconds) {
  const search::Limits limits{.seconds = seconds};
  search::Meter meter(limits);
  const double begin = seconds_used();
  Run run{search::pack(buffers, options, search::Share(meter, search::Meter::kUnlimited)), 0};
  run.seconds = seconds_used() - begin;
  return run;
}

const char* name_of(search::PackStatus status) {
  constexpr const char* kNames[] = {"none", "placed", "fits", "optimal", "impossible"};
  return kNames[static_cast<int>(status)];
}

std::vector<model::ArenaBuffer> read(const std::string& path) {
  std::ifstream file(path);
  std::vector<model::ArenaBuffer> buffers;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream fields(line.substr(line.find(',') + 1));
    model::ArenaBuffer buffer;
    char comma = 0;
    if (fields >> buffer.lower >> comma >> buffer.upper >> comma >> buffer.size) {
      buffers.push_back(buffer);
    }
  }
  return buffers;
}

void run_file(const std::string& path, std::int64_t capacity, double seconds) {
  const auto buffers = read(path);
  std::vector<double> times;
  std::size_t reached = 0;
  search::PackResult last;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Run run = timed(buffers, {.capacity = capacity, .seed = seed}, seconds);
    const std::int64_t goal = capacity > 0 ? capacity : run.result.live_peak;
    if (run.result.height <= goal) ++reached;
    times.push_back(run.seconds);
    last = std::move(run.result);
  }
  std::sort(times.begin(), times.end());
  std::printf("%-24s n %6zu peak %12lld reached %zu of %zu, seconds %.4f (%.4f to %.4f) %s\n",
              path.substr(path.rfind('/') + 1).c_str(), buffers.size(),
              static_cast<long long>(last.live_peak), reached, times.size(),
              times[times.size() / 2], times.front(), times.back(),
              std::string(last.found_by).c_str());
}

void run_random(std::uint64_t each, double seconds) {
  for (const bench::Shape shape : bench::kShapes) {
    std::size_t reached = 0, proved = 0;
    double over = 0;
    std::vector<double> times;
    for (std::uint64_t seed = 0; seed < each; ++seed) {
      const auto buffers = bench::random_buffers(shape, 50 + 10 * seed % 450, seed);
      const Run run = timed(buffers, {.seed = seed}, seconds);
      const search::PackResult& r = run.result;
      if (r.status == search::PackStatus::optimal) ++(r.height == r.live_peak ? reached : proved);
      over += static_cast<double>(r.height) / static_cast<double>(r.live_peak) - 1;
      times.push_back(run.seconds);
    }
    std::sort(times.begin(), times.end());
    std::printf(
        "%-10s %4zu: at the live peak %zu, proved above %zu, mean over the peak %.3f %%, "
        "seconds: median %.4f, nine tenths %.4f, most %.4f\n",
        bench::name_of(shape), times.size(), reached, proved,
        100 * over / static_cast<double>(times.size()), times[times.size() / 2],
        times[times.size() * 9 / 10], times.back());
  }
}

void run_scale(std::size_t count, double seconds) {
  for (const bench::Shape shape : bench::kShapes) {
    const auto buffers = bench::random_buffers(shape, count, 1);
    const double before = megabytes_at_most();
    const Run run = timed(buffers, {}, seconds);
    const search::PackResult& r = run.result;
    std::printf("%-10s %8zu buffers: %7.3f s, %5.0f bytes each, %.3f %% over the bound, %s, %s\n",
                bench::name_of(shape), buffers.size(), run.seconds,
                (megabytes_at_most() - before) * 1048576 / static_cast<double>(buffers.size()),
                100 * (static_cast<double>(r.height) / static_cast<double>(r.bound) - 1),
                name_of(r.status), std::string(r.found_by).c_str());
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 3 ? argv[1] : "";
  const double seconds = argc > 3 ? std::atof(argv[2]) : 0;
  if (what == "files") {
    for (int i = 4; i < argc; ++i) run_file(argv[i], std::atoll(argv[3]), seconds);
  } else if (what == "random") {
    run_random(std::strtoull(argv[3], nullptr, 10), seconds);
  } else if (what == "scale") {
    for (int i = 3; i < argc; ++i) run_scale(std::strtoull(argv[i], nullptr, 10), seconds);
  } else {
    std::fprintf(stderr,
                 "files SECONDS CAPACITY FILE... | random SECONDS EACH | scale SECONDS "
                 "COUNT...\n");
    return 2;
  }
  return 0;
}
