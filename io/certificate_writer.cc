// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "io/buffer_name.h"
#include "io/certificate_file.h"
#include "io/document_parts.h"
#include "io/fingerprint_text.h"
#include "io/json_text.h"

namespace moccasin::io {
namespace {

using model::Certificate;
using model::CertificateNode;
using model::CertificateStep;
using model::Graph;
using model::OpIndex;
using model::TensorIndex;

// [each(item), ...]
template <class Items, class Each>
void write_list(TextWriter& out, const Items& items, const Each& each) {
  out << '[';
  const char* separator = "";
  for (const auto& item : items) {
    out << separator;
    each(item);
    separator = ",";
  }
  out << ']';
}

void write_split(TextWriter& out, const std::vector<model::CertificateSplit>& splits) {
  write_list(out, splits, [&](const model::CertificateSplit& split) {
    out << '[' << split.op.value() << ',';
    write_list(out, split.use_sets, [&](const std::vector<OpIndex>& use_set) {
      write_list(out, use_set, [&](OpIndex op) { out << op.value(); });
    });
    out << ']';
  });
}

class StepWriter {
 public:
  StepWriter(TextWriter& out, const Graph& graph) : out_(out), graph_(graph) {}

  void write(const CertificateStep& step) {
    MemberWriter members(out_);
    const auto list = [&](std::string_view key, const auto& items) {
      write_list(members.key(key), items, [this](const auto& item) { this->put(item); });
    };
    list("prices", step.prices);
    list("live", step.live);
    list("later", step.later);
    list("earlier", step.earlier);
    list("reads", step.reads);
    list("holds", step.holds);
    members.key("value") << step.value;
    list("never", step.never);
    members.close();
  }

 private:
  void put(OpIndex op) { out_ << op.value(); }
  void put(model::CostVarIndex cost_var) { out_ << cost_var.value(); }
  void put(TensorIndex tensor) {
    out_ << graph_.tensor(tensor).producer.value() << ',' << output_index(graph_, tensor);
  }
  void put(std::int64_t amount) { out_ << amount; }

  template <class... Parts>
  void row(const Parts&... parts) {
    char separator = '[';
    const auto next = [&](const auto& part) {
      out_ << separator;
      put(part);
      separator = ',';
    };
    (next(parts), ...);
    out_ << ']';
  }
  void put(const CertificateStep::Price& item) { row(item.event, item.price); }
  void put(const CertificateStep::Live& item) { row(item.event, item.op, item.flow); }
  void put(const CertificateStep::Later& item) { row(item.event, item.op, item.flow); }
  void put(const CertificateStep::Earlier& item) { row(item.event, item.op, item.to, item.flow); }
  void put(const CertificateStep::Read& item) { row(item.event, item.op, item.tensor, item.flow); }
  void put(const CertificateStep::Hold& item) { row(item.event, item.tensor, item.flow); }

  TextWriter& out_;
  const Graph& graph_;
};

void write_node(TextWriter& out, const Graph& graph, const CertificateNode& node) {
  MemberWriter members(out);
  members.key("steps") << '[';
  const char* separator = "\n";
  for (const CertificateStep& step : node.steps) {
    out << separator;
    StepWriter(out, graph).write(step);
    separator = ",\n";
  }
  out << ']';
  if (node.branch.valid()) members.key("branch") << node.branch.value();
  members.close();
}

}  // namespace

void write_certificate(std::ostream& stream, const GraphFile& graph,
                       const Certificate& certificate) {
  TextWriter out(stream);
  MemberWriter top(out);
  write_text(top.key("format"), "moccasin-certificate");
  top.key("version") << 1;
  MemberWriter facts(top.key("graph"));
  write_text(facts.key("fingerprint"), fingerprint_text(graph.graph));
  facts.close();
  write_scope(top.key("scope"), certificate.order, certificate.max_copies);
  top.key("budget") << certificate.budget;
  top.key("bound") << certificate.bound;
  top.key("scale") << certificate.scale;
  top.key("upper") << certificate.upper;
  write_split(top.key("split"), certificate.split);
  top.key("proof") << '[';
  const char* separator = "\n";
  for (const CertificateNode& node : certificate.proof) {
    out << separator;
    write_node(out, graph.graph, node);
    separator = ",\n";
  }
  out << ']';
  top.close();
  out << '\n';
}

}  // namespace moccasin::io
