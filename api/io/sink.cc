// SPDX-License-Identifier: Apache-2.0
#include "api/io/sink.h"

#include <new>
#include <ostream>
#include <streambuf>
#include <string>
#include <utility>

#include "api/io/file_error.h"
#include "io/output_target.h"

namespace moccasin {
inline namespace v0 {
namespace {

// Adds to a string. Streams turn what a buffer throws into badbit.
class StringBuffer final : public std::streambuf {
 public:
  explicit StringBuffer(std::string& text) : text_(text) {}

 protected:
  int_type overflow(int_type c) override {
    if (!traits_type::eq_int_type(c, traits_type::eof())) text_ += traits_type::to_char_type(c);
    return traits_type::not_eof(c);
  }
  std::streamsize xsputn(const char* text, std::streamsize count) override {
    text_.append(text, static_cast<std::size_t>(count));
    return count;
  }

 private:
  std::string& text_;
};

std::optional<io::Error> put_in_file(const std::string& path,
                                     const io::OutputFile::Writer& writer) {
  // The inside takes "-" for standard output, which is the host's.
  auto opened = io::OutputFile::open(path == "-" ? "./-" : path);
  std::optional<io::Error> error;
  if (auto* const failed = std::get_if<io::Error>(&opened)) {
    error = std::move(*failed);
  } else {
    error = std::get<io::OutputFile>(opened).write(writer);
  }
  if (error && path == "-") drop_folder(*error);
  return error;
}

void put_in_text(std::string& text, const io::OutputFile::Writer& writer) {
  std::string written;
  StringBuffer buffer(written);
  std::ostream out(&buffer);
  writer(out);
  if (!out.good()) throw std::bad_alloc();
  text = std::move(written);
}

std::optional<io::Error> put_in_stream(std::ostream& stream, const std::string& name,
                                       const io::OutputFile::Writer& writer) {
  if (!stream.good()) return io::unwritable(name, "the stream has failed before");
  std::ostream out(stream.rdbuf());  // it has neither the other's locale nor its exceptions
  writer(out);
  out.flush();
  if (out.good()) return std::nullopt;
  try {
    stream.setstate(std::ios_base::badbit);
  } catch (const std::ios_base::failure&) {
    // The state is set all the same, and the error is returned.
  }
  return io::unwritable(name, "an output error");
}

}  // namespace

std::optional<FileError> put(const Sink& sink, const io::OutputFile::Writer& writer) {
  switch (sink.kind()) {
    case Sink::Kind::file:
      return to_public(put_in_file(sink.name(), writer));
    case Sink::Kind::stream:
      return to_public(put_in_stream(*sink.stream(), sink.name(), writer));
    case Sink::Kind::text:
      break;
  }
  put_in_text(*sink.text(), writer);
  return std::nullopt;
}

}  // namespace v0
}  // namespace moccasin
