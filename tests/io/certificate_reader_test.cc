// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include "io/certificate_file.h"
#include "io/fingerprint_text.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

using model::Certificate;
using model::OpIndex;
using model::TensorIndex;

// Nodes 'a' (two outputs) and 1.
const GraphFile& graph() {
  static const GraphFile file = graph_of(R"({"format":"moccasin-graph","version":1,"nodes":[
    {"id":"a","duration":2,"outputs":[1,2]},{"id":1,"duration":3,"size":30}],
    "edges":[["a",1]]})");
  return file;
}

const std::string kStep =
    R"({"prices":[],"live":[],"later":[],"earlier":[],"reads":[],"holds":[],"value":0,"never":[]})";

// With another value for `key` of the head, which may be none at all.
std::string text_with(const std::string& key, const std::string& value,
                      const std::string& proof = "[]") {
  std::string text = R"({"format":"moccasin-certificate")";
  const auto add = [&](const std::string& name, const std::string& usual) {
    const std::string& used = name == key ? value : usual;
    if (!used.empty()) text += ",\n\"" + name + "\":" + used;
  };
  add("version", "1");
  add("graph", R"({"fingerprint":")" + fingerprint_text(graph().graph) + R"("})");
  add("scope", R"({"order":"kept","max_copies":null})");
  add("budget", "10");
  add("bound", "27");
  add("scale", "100");
  add("upper", "9");
  add("split", "[]");
  add("proof", proof);
  return text + "}";
}

std::string error_of(const std::string& text) {
  return message_of(parse_certificate(text, "c", graph()));
}
std::string head_error(const std::string& key, const std::string& value) {
  return error_of(text_with(key, value));
}
std::string proof_error(const std::string& proof) { return error_of(text_with("", "", proof)); }

// kStep with another value for `key`.
std::string step_error(const std::string& key, const std::string& value) {
  std::string step = kStep;
  const std::size_t at = step.find("\"" + key + "\":") + key.size() + 3;
  step.replace(at, step.find_first_of(",}", at) - at, value);
  return proof_error("[{\"steps\":[" + kStep + "," + step + "]}]");
}

model::CertificateStep random_step(const model::Graph& graph, base::Random& random) {
  const auto op = [&] { return OpIndex(random.below(graph.num_operations())); };
  const auto tensor = [&] { return TensorIndex(random.below(graph.num_tensors())); };
  const auto flow = [&] { return static_cast<std::int64_t>(random.next()); };
  model::CertificateStep step;
  step.value = flow();
  const auto some = [&](const auto& add) {
    for (auto k = random.below(4); k > 0; --k) add();
  };
  some([&] { step.prices.push_back({op(), flow()}); });
  some([&] { step.live.push_back({op(), op(), flow()}); });
  some([&] { step.later.push_back({op(), op(), flow()}); });
  some([&] { step.earlier.push_back({op(), op(), op(), flow()}); });
  some([&] { step.never.emplace_back(random.below(100)); });
  if (graph.num_tensors() == 0) return step;
  some([&] { step.reads.push_back({op(), op(), tensor(), flow()}); });
  some([&] { step.holds.push_back({op(), tensor(), flow()}); });
  return step;
}

TEST(ReadCertificate, ReadsBackWhatWasWritten) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const GraphFile file = random_graph_file(seed, 1 + seed % 30);
    base::Random random(seed);
    Certificate written{.order = random.chance(0.5) ? model::Order::kept : model::Order::free,
                        .max_copies = static_cast<std::int32_t>(random.below(3)),
                        .budget = random.between(0, 1'000'000),
                        .bound = random.between(0, 1'000'000),
                        .scale = random.between(0, 1'000'000),
                        .upper = random.between(0, 1'000'000),
                        .split = {},
                        .proof = {}};
    const auto op = [&] { return OpIndex(random.below(file.graph.num_operations())); };
    for (auto splits = random.below(3); splits > 0; --splits) {
      model::CertificateSplit& split = written.split.emplace_back();
      split.op = op();
      for (auto reads = random.below(3); reads > 0; --reads) {
        split.use_sets.emplace_back();
        for (auto ops = random.below(3); ops > 0; --ops) split.use_sets.back().push_back(op());
      }
    }
    for (auto nodes = random.below(5); nodes > 0; --nodes) {
      model::CertificateNode& node = written.proof.emplace_back();
      for (auto steps = random.below(4); steps > 0; --steps) {
        node.steps.push_back(random_step(file.graph, random));
      }
      if (random.chance(0.5)) node.branch = model::CostVarIndex(random.below(100));
    }
    std::ostringstream out;
    write_certificate(out, file, written);
    EXPECT_EQ(value_of(parse_certificate(out.str(), "c", file)), written);
  }
}

TEST(ReadCertificate, PassesOverOtherKeysOfTheHead) {
  EXPECT_EQ(
      error_of(text_with("scope", R"({"new":[1],"order":"free","max_copies":3},"solver":{})")),
      "no error");
  EXPECT_EQ(head_error("graph", R"({"name":"x","fingerprint":")" + fingerprint_text(graph().graph) +
                                    R"("})"),
            "no error");
}

TEST(ReadCertificate, RefusesTheCertificateOfAnotherGraph) {
  EXPECT_EQ(head_error("graph", R"({"fingerprint":"0123456789abcdef"})"),
            "c: graph.fingerprint: the certificate is for the graph 0123456789abcdef, but this "
            "graph is " +
                fingerprint_text(graph().graph));
  EXPECT_EQ(head_error("graph", "{}"), "c: the key 'graph.fingerprint' is missing");
}

TEST(ReadCertificate, SaysWhatIsWrongWithTheHead) {
  EXPECT_EQ(error_of(""), "c: is empty");
  EXPECT_EQ(error_of("{}"), "c: not a certificate: expected \"format\": \"moccasin-certificate\"");
  EXPECT_EQ(error_of(R"({"format":"moccasin-graph"})"),
            "c: format: unknown format \"moccasin-graph\"; expected \"moccasin-certificate\"");
  EXPECT_EQ(head_error("version", "2"), "c: version: version 2 is not supported; moccasin reads 1");
  for (const std::string key : {"version", "budget", "bound", "scale", "upper", "proof"}) {
    EXPECT_EQ(head_error(key, ""), "c: the key '" + key + "' is missing");
  }
  EXPECT_EQ(head_error("scope", ""), "c: the key 'scope.order' is missing");
  EXPECT_EQ(head_error("scope", R"({"order":"kept"})"), "c: the key 'scope.max_copies' is missing");
  EXPECT_EQ(head_error("scope", R"({"order":"any","max_copies":null})"),
            "c: scope.order: unknown word \"any\"; expected one of kept, free");
  EXPECT_EQ(head_error("scope", R"({"order":"kept","max_copies":0})"),
            "c: scope.max_copies: must be at least 1, but is 0");
  EXPECT_EQ(head_error("scope", "[]"), "c: scope: must be an object");
  EXPECT_EQ(head_error("budget", "-1"), "c: budget: must not be negative, but is -1");
  EXPECT_EQ(head_error("bound", "1e30"), "c: bound: 1e30 does not fit in 64 bits");
  EXPECT_EQ(head_error("scale", "[1]"), "c: scale: must be a whole number, not an array");
  EXPECT_EQ(head_error("upper", "9,\"upper\":9"), "c: the key 'upper' stands there twice");
  EXPECT_EQ(head_error("upper", "9,\"proof\":[]"), "c: the key 'proof' stands there twice");
  EXPECT_EQ(head_error("proof", "{}"), "c: proof: must be an array");
  EXPECT_EQ(head_error("proof", "0"), "c: proof: must be an array, not 0");
}

TEST(ReadCertificate, SaysWhatIsWrongWithASplit) {
  EXPECT_EQ(head_error("split", "[[0,[[1],[1,0]]],[1,[]]]"), "no error");
  EXPECT_EQ(head_error("split", "{}"), "c: split: must be an array");
  const std::string form = "must be [operation, [read, ...]], a read [operation, ...]";
  for (const char* item : {"1", "[]", "[0]", "[0,1]", "[0,[1]]", "[0,[[1],1]]", "[0,[],[]]"}) {
    EXPECT_EQ(head_error("split", "[[0,[[1]]]," + std::string(item) + "]"), "c: split[1]: " + form);
  }
  EXPECT_EQ(head_error("split", "[[2,[]]]"),
            "c: split[0]: operation 2 does not exist: the graph has 2");
  EXPECT_EQ(head_error("split", "[[0,[[1,2]]]]"),
            "c: split[0]: operation 2 does not exist: the graph has 2");
  EXPECT_EQ(head_error("split", "[[0,[[null]]]]"), "c: split[0]: must be a whole number, not null");
}

TEST(ReadCertificate, SaysWhatIsWrongWithANode) {
  EXPECT_EQ(proof_error("[1]"), "c: proof[0]: must be an object, not 1");
  EXPECT_EQ(proof_error("[[]]"), "c: proof[0]: must be an object");
  EXPECT_EQ(proof_error("[{}]"), "c: proof[0]: the key 'steps' is missing");
  EXPECT_EQ(proof_error(R"([{"branch":1},{"steps":[]}])"),
            "c: proof[0]: the key 'steps' is missing");
  EXPECT_EQ(proof_error(R"([{"steps":[]},{"steps":{}}])"), "c: proof[1].steps: must be an array");
  EXPECT_EQ(proof_error(R"([{"steps":null}])"), "c: proof[0].steps: must be an array, not null");
  EXPECT_EQ(proof_error(R"([{"steps":[],"steps":[]}])"),
            "c: proof[0]: the key 'steps' stands there twice");
  EXPECT_EQ(proof_error(R"([{"steps":[],"leaf":1}])"), "c: proof[0]: unknown key 'leaf'");
  EXPECT_EQ(proof_error(R"([{"steps":[],"branch":4294967295}])"),
            "c: proof[0].branch: must be at most 4294967294, but is 4294967295");
  EXPECT_EQ(proof_error(R"([{"steps":[],"branch":null}])"),
            "c: proof[0].branch: must be a whole number, not null");
  EXPECT_EQ(proof_error(R"([{"steps":[],"branch":[1]}])"),
            "c: proof[0].branch: must be the number of a cost variable");
  EXPECT_EQ(proof_error(R"([{"steps":[7]}])"), "c: proof[0].steps[0]: must be an object, not 7");
  EXPECT_EQ(proof_error(R"([{"steps":[[]]}])"), "c: proof[0].steps[0]: must be an object");
}

TEST(ReadCertificate, SaysWhatIsWrongWithAStep) {
  EXPECT_EQ(step_error("live", "[[1,0,5]]"), "no error");
  EXPECT_EQ(proof_error("[{\"steps\":[{},{}]}]"),
            "c: proof[0].steps[0]: the key 'prices' is missing");
  EXPECT_EQ(proof_error("[{\"steps\":[" + kStep + ",{\"value\":1}]},{\"steps\":[]}]"),
            "c: proof[0].steps[1]: the key 'prices' is missing");
  EXPECT_EQ(step_error("live", "[],\"flow\":[]"), "c: proof[0].steps[1]: unknown key 'flow'");
  EXPECT_EQ(step_error("live", "[],\"flow\":1"), "c: proof[0].steps[1]: unknown key 'flow'");
  EXPECT_EQ(step_error("live", "[],\"value\":1"),
            "c: proof[0].steps[1]: the key 'value' stands there twice");
  EXPECT_EQ(step_error("live", "1"), "c: proof[0].steps[1].live: must be an array, not 1");
  EXPECT_EQ(step_error("live", "{}"), "c: proof[0].steps[1].live: must be an array");
  EXPECT_EQ(step_error("value", "[]"), "c: proof[0].steps[1].value: must be a whole number");
  EXPECT_EQ(step_error("value", "0.5"),
            "c: proof[0].steps[1].value: must be a whole number, not 0.5");
  EXPECT_EQ(step_error("never", "[0,-2]"),
            "c: proof[0].steps[1].never[1]: must not be negative, but is -2");
  EXPECT_EQ(step_error("never", "[[0]]"),
            "c: proof[0].steps[1].never[0]: must be a whole number, not an array");
}

TEST(ReadCertificate, SaysWhatIsWrongWithARow) {
  EXPECT_EQ(step_error("prices", "[[1]]"),
            "c: proof[0].steps[1].prices[0]: must be [event, price]");
  EXPECT_EQ(step_error("live", "[[1,0,5],5]"),
            "c: proof[0].steps[1].live[1]: must be [event, operation, flow]");
  EXPECT_EQ(step_error("earlier", "[[]]"),
            "c: proof[0].steps[1].earlier[0]: must be [event, operation, event, flow]");
  EXPECT_EQ(step_error("reads", "[{}]"),
            "c: proof[0].steps[1].reads[0]: must be [event, operation, producer, output, flow]");
  EXPECT_EQ(step_error("holds", "[[1,0,0]]"),
            "c: proof[0].steps[1].holds[0]: must be [event, producer, output, flow]");
  EXPECT_EQ(step_error("live", "[[1,0,5],[1,-1,5]]"),
            "c: proof[0].steps[1].live[1][1]: must not be negative, but is -1");
  EXPECT_EQ(step_error("live", "[[4294967296,0,5]]"),
            "c: proof[0].steps[1].live[0][0]: operation 4294967296 does not exist: the graph has "
            "2");
  EXPECT_EQ(step_error("holds", "[[1,0,2,5]]"),
            "c: proof[0].steps[1].holds[0][2]: output 2 does not exist: 'a' has 2 outputs, 0 to 1");
  EXPECT_EQ(step_error("reads", "[[1,0,1,1,5]]"),
            "c: proof[0].steps[1].reads[0][3]: output 1 does not exist: 1 has one output, 0");
  EXPECT_EQ(step_error("holds", "[[1,0,1,null]]"),
            "c: proof[0].steps[1].holds[0][3]: must be a whole number, not null");
}

TEST(ReadCertificate, CutFilesAreErrors) {
  const std::string text = text_with("", "", "[{\"steps\":[" + kStep + "],\"branch\":1}]");
  EXPECT_EQ(error_of(text), "no error");
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto result = parse_certificate(std::string_view(text).substr(0, size), "c", graph());
    const Error* error = std::get_if<Error>(&result);
    ASSERT_NE(error, nullptr) << "cut at " << size;
    EXPECT_EQ(error->kind, ErrorKind::syntax) << error->message;
  }
}

TEST(ReadCertificateFile, NamesTheFile) {
  const std::string path = testing::TempDir() + "/certificate.json";
  std::ofstream(path) << text_with("", "");
  EXPECT_EQ(value_of(read_certificate_file(path, graph())).bound, 27);
  EXPECT_EQ(message_of(read_certificate_file(path + "x", graph())),
            path + "x: cannot read: No such file or directory");
}

}  // namespace
}  // namespace moccasin::io
