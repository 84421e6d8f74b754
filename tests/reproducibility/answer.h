// SPDX-License-Identifier: Apache-2.0
// What the solver answers to a question in one line, so that answers can be kept and compared.
//
//   layered:60:3 budget=85% work-limit=200000 order=kept workers=2
//   optimal duration=31 bound=31 work=1234 graph=0123456789abcdef schedule=0123456789abcdef
//
// A graph is a file (data/tiny.json), the family, nodes and seed of a generated one, or
// random:OPERATIONS:SEED, one of tests/support/random_graph.h. The other words are options as
// set_option() and read_budget() take them, and certificate=yes adds the fingerprint of a
// certificate.
#pragma once

#include <string>

namespace moccasin::test {

// The files of a question are in `root`. Of what is no question the answer is "error: ...".
[[nodiscard]] std::string answer_to(const std::string& question, const std::string& root);

}  // namespace moccasin::test
