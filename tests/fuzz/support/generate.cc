// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/support/generate.h"

#include "base/random.h"
#include "tests/fuzz/support/subject.h"

namespace moccasin::test {
namespace {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {
    // Constraints are rarer: trying all their assignments takes long.
    trace_.problem = random_.chance(0.15)
                         ? Operation{"csp", {number(1'000'000)}}
                         : Operation{"schedule", {number(1'000'000), 2 + number(9)}};
    if (trace_.problem.name == "schedule" && random_.chance(0.02)) {
      trace_.problem.arguments.push_back(number(3) - 2);  // next to no bytes, or less
    }
    make_subject(trace_.problem)->build(scratch_);
  }

  Trace make(std::size_t operations) {
    while (trace_.operations.size() < operations) trace_.operations.push_back(next());
    return trace_;
  }

 private:
  std::int64_t number(std::uint32_t below) { return random_.below(below); }

  // A literal that is open at the root; variables of one value give one that is true or false.
  void add_literal(std::vector<std::int64_t>& arguments) {
    const engine::Domains root = scratch_.domains();
    const engine::Var var(random_.below(static_cast<std::uint32_t>(2 * root.num_variables())));
    const engine::Value lower = root.lower(var), upper = root.upper(var);
    arguments.push_back(var.value());
    arguments.push_back(lower == upper ? lower : random_.between(lower + 1, upper));
  }

  Operation next() {
    Operation operation;
    const double which = random_.unit();
    if (which < 0.64) {
      operation.name = "decide";
      add_literal(operation.arguments);
    } else if (which < 0.84) {
      operation.name = "learn";
    } else if (which < 0.90) {
      operation = {"backtrack", {number(6)}};
    } else if (which < 0.94) {
      operation = {"search", {number(30)}};
    } else if (which < 0.97) {
      operation.name = "assume";
      for (std::int64_t count = number(4); count > 0; --count) add_literal(operation.arguments);
    } else if (which < 0.993) {
      operation.name = "reduce";
    } else {
      operation.name = "impose";
      add_literal(operation.arguments);
    }
    return operation;
  }

  base::Random random_;
  engine::Engine scratch_;
  Trace trace_;
};

}  // namespace

Trace random_trace(std::uint64_t seed, std::size_t operations) {
  return Generator(seed).make(operations);
}

}  // namespace moccasin::test
