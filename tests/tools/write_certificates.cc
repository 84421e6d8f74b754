// SPDX-License-Identifier: Apache-2.0
// write_certificates FOLDER: random graphs N.json, with certificates N-K.json, good and spoilt, and
// verdicts.json: what the program's own checker says of each.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include "base/random.h"
#include "io/certificate_file.h"
#include "model/check_certificate.h"
#include "tests/support/mutate_certificate.h"
#include "tests/support/naive_certificate.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_training.h"

namespace fs = std::filesystem;
namespace io = moccasin::io;
namespace model = moccasin::model;
namespace test = moccasin::test;

namespace {

class Folder {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }

  template <class Write>
  void put(const std::string& name, const Write& write) {
    std::ofstream out(path_ / name, std::ios::binary);
    write(out);
    out.flush();
    if (out) return;
    std::cerr << path_ / name << ": cannot write\n";
    failed_ = true;
  }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  fs::path path_;
  bool failed_ = false;
};

// Whether the file can say it: all indices exist, and no amount of the head is negative.
bool is_writable(const model::Graph& graph, model::Certificate certificate) {
  bool writable = certificate.budget >= 0 && certificate.bound >= 0 && certificate.scale >= 0 &&
                  certificate.upper >= 0 && certificate.max_copies >= 0;
  for (model::CertificateNode& node : certificate.proof) {
    if (!node.branch.valid()) node.branch = model::CostVarIndex(0);
  }
  test::for_each_number(certificate, [&]<class Number>(const Number& number) {
    if constexpr (std::is_same_v<Number, model::CostVarIndex>) {
      writable &= number.valid();
    } else if constexpr (std::is_same_v<Number, model::OpIndex>) {
      writable &= number.value() < graph.num_operations();
    } else if constexpr (std::is_same_v<Number, model::TensorIndex>) {
      writable &= number.value() < graph.num_tensors();
    }
  });
  return writable;
}

void write_case(Folder& folder, std::uint64_t seed, std::string& verdicts) {
  moccasin::base::Random random(seed);
  io::GraphFile file;
  file.graph = random.chance(0.3) ? test::random_graph(3 + random.below(4), random)
                                  : test::random_training(4 + random.below(4), random);
  file.id_kinds.assign(file.graph.num_operations(), io::IdKind::text);
  file.kinds.resize(file.graph.num_operations());
  const std::string name = std::to_string(seed);
  folder.put(name + ".json", [&](std::ostream& out) { write_graph(out, file); });

  const model::Order order = random.chance(0.5) ? model::Order::kept : model::Order::free;
  const model::Problem problem{&file.graph, test::scarce_budget(file.graph, random), order,
                               random.chance(0.2) ? 2 : 0};
  int count = 0;
  const auto put = [&](const model::Certificate& certificate) {
    if (!is_writable(file.graph, certificate)) return;
    const std::string at = name + "-" + std::to_string(count++);
    folder.put(at + ".json", [&](std::ostream& out) { write_certificate(out, file, certificate); });
    const bool valid = check_certificate(file.graph, certificate).valid();
    verdicts += (verdicts.empty() ? "{\"" : ",\n\"") + at + "\": " + (valid ? "true" : "false");
  };
  for (std::int64_t steps = 1; steps <= 12; steps *= 2) {
    const std::int64_t bound = file.graph.base_duration() + steps * test::duration_unit(file.graph);
    const test::NaiveCertificate written = test::naive_certificate(problem, bound, random);
    put(written.certificate);
    const std::size_t numbers = test::count_numbers(written.certificate);
    for (int i = 0; i < 8; ++i) {
      model::Certificate spoilt = written.certificate;
      const auto value = random.below(file.graph.num_operations());
      const auto change = static_cast<test::Change>(random.below(4));
      test::change_number(spoilt, random.below(numbers), change, value);
      put(spoilt);
    }
    if (!written.proves) break;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_certificates FOLDER\n";
    return 2;
  }
  Folder folder(argv[1]);
  std::string verdicts;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) write_case(folder, seed, verdicts);
  folder.put("verdicts.json", [&](std::ostream& out) { out << verdicts << "}\n"; });
  return folder.failed() ? 1 : 0;
}
