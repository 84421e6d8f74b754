// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "api/certificate_access.h"
#include "api/io/document_access.h"
#include "api/io/file_error.h"
#include "api/io/sink.h"
#include "api/io/source.h"
#include "io/certificate_file.h"
#include "model/check_certificate.h"

namespace moccasin {
inline namespace v0 {

std::optional<FileError> write_certificate(const Sink& sink, const GraphDocument& graph,
                                           const Certificate& certificate) {
  return put(sink, [&](std::ostream& out) {
    io::write_certificate(out, DocumentAccess::file(graph), certificate.content);
  });
}

Expected<std::shared_ptr<const Certificate>> read_certificate(const Source& source,
                                                              const GraphDocument& graph) {
  std::string held;
  const auto text = text_of(source, held);
  if (const auto* const error = std::get_if<io::Error>(&text)) return to_public(*error);
  auto read = io::parse_certificate(std::get<std::string_view>(text), source.name(),
                                    DocumentAccess::file(graph));
  if (const auto* const error = std::get_if<io::Error>(&read)) {
    return locate(std::get<std::string_view>(text), *error);
  }
  return std::make_shared<const Certificate>(
      Certificate{std::get<model::Certificate>(std::move(read))});
}

CertificateVerdict check_certificate(const GraphDocument& graph, const Certificate& certificate) {
  const model::Certificate& content = certificate.content;
  CertificateVerdict verdict;
  verdict.budget = content.budget;
  verdict.bound = content.bound;
  verdict.order = content.order == model::Order::kept ? Order::kept : Order::free;
  verdict.max_copies = content.max_copies;
  verdict.broken =
      model::check_certificate(DocumentAccess::file(graph).graph, content).broken.value_or("");
  return verdict;
}

}  // namespace v0
}  // namespace moccasin
