// SPDX-License-Identifier: Apache-2.0
#include "io/certificate_file.h"
#include "io/fingerprint_text.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

using model::OpIndex;
using model::TensorIndex;

TEST(WriteCertificate, WritesEveryField) {
  const GraphFile graph = graph_of(R"({"format":"moccasin-graph","version":1,"nodes":[
    {"id":"a","duration":2,"outputs":[10,20]},{"id":7,"duration":3,"size":30}],
    "edges":[["a",7,1]]})");
  const OpIndex a(0), b(1);
  model::CertificateStep step{.prices = {{b, 5}, {a, 0}},
                              .live = {{b, a, 1}},
                              .later = {{a, b, 7}},
                              .earlier = {{b, a, a, 2}},
                              .reads = {{b, b, TensorIndex(1), 3}},
                              .holds = {{b, TensorIndex(2), 4}, {a, TensorIndex(0), 5}},
                              .value = -6,
                              .never = {model::CostVarIndex(0), model::CostVarIndex(3)}};
  const model::Certificate certificate{.order = model::Order::kept,
                                       .max_copies = 2,
                                       .budget = 10,
                                       .bound = 27,
                                       .scale = 100000000000,
                                       .upper = 9,
                                       .split = {{a, {{b}, {a, b}}}, {b, {}}},
                                       .proof = {{{step, {}}, model::CostVarIndex(2)}, {{}, {}}}};
  std::ostringstream out;
  write_certificate(out, graph, certificate);
  EXPECT_EQ(out.str(), R"({"format":"moccasin-certificate",
"version":1,
"graph":{"fingerprint":")" +
                           fingerprint_text(graph.graph) + R"("},
"scope":{"max_copies":2,"order":"kept"},
"budget":10,
"bound":27,
"scale":100000000000,
"upper":9,
"split":[[0,[[1],[0,1]]],[1,[]]],
"proof":[
{"steps":[
{"prices":[[1,5],[0,0]],
"live":[[1,0,1]],
"later":[[0,1,7]],
"earlier":[[1,0,0,2]],
"reads":[[1,1,0,1,3]],
"holds":[[1,1,0,4],[0,0,0,5]],
"value":-6,
"never":[0,3]},
{"prices":[],
"live":[],
"later":[],
"earlier":[],
"reads":[],
"holds":[],
"value":0,
"never":[]}],
"branch":2},
{"steps":[]}]}
)");
}

TEST(WriteCertificate, WritesTheWidestScope) {
  const GraphFile graph = random_graph_file(1, 3);
  std::ostringstream out;
  write_certificate(out, graph, {.order = model::Order::free, .split = {}, .proof = {}});
  EXPECT_NE(out.str().find("\"scope\":{\"max_copies\":null,\"order\":\"free\"},"),
            std::string::npos);
  EXPECT_NE(out.str().find("\"proof\":[]}\n"), std::string::npos);
}

}  // namespace
}  // namespace moccasin::io
