// SPDX-License-Identifier: Apache-2.0
// write_models FOLDER COUNT: problems PROBLEM.lp and PROBLEM.dzn for one model.mzn, and PROBLEM.txt
// with the least duration that trying everything finds, in ticks, that of all first runs, and the
// unit of the objectives; "none" where nothing fits.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>

#include "convert/linear_program.h"
#include "convert/minizinc.h"
#include "convert/scaling.h"
#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "tests/support/brute_force.h"
#include "tests/support/random_graph.h"

namespace moccasin {
namespace {

void write_problem(const std::filesystem::path& stem, std::uint64_t seed) {
  base::Random random(seed);
  const model::Graph graph = test::random_graph(4 + random.below(2), random);
  const std::int64_t floor = model::make_floor(graph).bytes;
  const std::int64_t peak = model::make_profile(graph, model::base_schedule(graph)).peak;
  const bool below = random.chance(0.1);
  const model::Problem problem{
      .graph = &graph,
      .budget = below ? floor - 1 : random.between(floor, std::max(floor, peak - 1)),
      .order = model::Order::kept,
      .max_copies = 2 + static_cast<std::int32_t>(random.below(2))};
  const auto file = [&](const char* ending) { return std::ofstream(stem.string() + ending); };
  auto lp = file(".lp"), data = file(".dzn"), answer = file(".txt");
  convert::write_linear_program(lp, problem);
  convert::write_minizinc_data(data, problem);
  const auto fastest = test::brute_force(problem);
  if (!fastest) {
    answer << "none\n";
    return;
  }
  answer << model::verify(problem, *fastest).duration << ' ' << graph.base_duration() << ' '
         << convert::scaled(problem).ticks << '\n';
}

}  // namespace
}  // namespace moccasin

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: write_models FOLDER COUNT\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  std::ofstream model(folder / "model.mzn");
  moccasin::convert::write_minizinc_model(model);
  for (int seed = 0; seed < std::atoi(argv[2]); ++seed) {
    moccasin::write_problem(folder / std::to_string(seed), static_cast<std::uint64_t>(seed));
  }
  return 0;
}
