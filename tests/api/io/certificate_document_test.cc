// SPDX-License-Identifier: Apache-2.0
#include "tests/api/io/support.h"

namespace moccasin {
namespace {

constexpr std::int64_t kBudget = 5'328'667'761;  // 90 % of the base order's peak

const GraphDocument& vgg() {
  static const GraphDocument graph =
      value_of(read_graph(Source::file(data_path("vgg16_b64_train.json"))));
  return graph;
}

// Of a proof that is complete, or of what the limit leaves of one.
Result certified() {
  Options options;
  options.time_limit = 0;
  options.work_limit = 1'000'000;
  options.certify = true;
  options.order = Order::kept;
  options.max_copies = 3;
  Result result = solve(vgg().graph(), kBudget, options);
  EXPECT_NE(result.certificate, nullptr);
  return result;
}

std::string text_of(const GraphDocument& graph, const Certificate& certificate) {
  std::string text;
  EXPECT_EQ(told(write_certificate(Sink::text(text), graph, certificate)), kNoError);
  return text;
}

std::string with(std::string text, const std::string& old, const std::string& now) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), now);
}

TEST(CertificateDocument, IsWrittenReadAndChecked) {
  const auto& graph = vgg();
  const Result result = certified();
  const std::string text = text_of(graph, *result.certificate);
  const auto read = value_of(read_certificate(Source::text(text), graph));
  EXPECT_EQ(text_of(graph, *read), text);
  for (const Certificate* const certificate : {result.certificate.get(), read.get()}) {
    const CertificateVerdict verdict = check_certificate(graph, *certificate);
    EXPECT_TRUE(verdict.valid()) << verdict.broken;
    EXPECT_EQ(verdict.budget, kBudget);
    EXPECT_EQ(verdict.bound, result.bound);
    EXPECT_EQ(verdict.order, Order::kept);
    EXPECT_EQ(verdict.max_copies, 3);
  }
}

TEST(CertificateDocument, OneThatProvesNothingIsBroken) {
  const auto& graph = vgg();
  const std::string text = text_of(graph, *certified().certificate);
  const std::string empty = text.substr(0, text.find("\"proof\":")) + "\"proof\":[]}";
  const auto read = value_of(read_certificate(Source::text(empty), graph));
  const CertificateVerdict verdict = check_certificate(graph, *read);
  EXPECT_FALSE(verdict.valid());
  EXPECT_EQ(verdict.broken, "the proof ends after 0 nodes, but is not complete");
}

TEST(CertificateDocument, AnErrorHasItsPlace) {
  const auto& graph = vgg();
  const std::string text = text_of(graph, *certified().certificate);
  const auto error_of = [&](const std::string& wrong) {
    return told(read_certificate(Source::text(wrong, "c"), graph));
  };
  EXPECT_EQ(error_of(with(text, "\"version\":1", "\"version\":2")),
            Told(FileErrorKind::content, "c: version: version 2 is not supported; moccasin reads 1",
                 2, 11));
  EXPECT_EQ(error_of(with(text, ",\n\"version\"", "\n\"version\"")),
            Told(FileErrorKind::syntax, "c:2:1: unexpected string literal; expected '}'", 2, 1));
  EXPECT_EQ(error_of(with(text, graph.fingerprint(), "0000000000000000")),
            Told(FileErrorKind::content,
                 "c: graph.fingerprint: the certificate is for the graph 0000000000000000, but "
                 "this graph is " +
                     graph.fingerprint(),
                 3, 24));
  EXPECT_EQ(
      told(read_certificate(Source::file("/no/c.json"), graph)),
      Told(FileErrorKind::cannot_read, "/no/c.json: cannot read: No such file or directory", 0, 0));
}

TEST(CertificateDocument, AFileThatCannotBeWrittenSaysWhy) {
  const auto& graph = vgg();
  EXPECT_EQ(
      told(write_certificate(Sink::file("/dev/full"), graph, *certified().certificate)),
      Told(FileErrorKind::cannot_write, "/dev/full: cannot write: No space left on device", 0, 0));
}

}  // namespace
}  // namespace moccasin
