// SPDX-License-Identifier: Apache-2.0
#include "io/descriptor_stream.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace moccasin::io {

int Descriptor::close() {
  const int file = std::exchange(file_, -1);
  return file >= 0 && ::close(file) != 0 ? errno : 0;
}

DescriptorBuffer::DescriptorBuffer(int file) : file_(file) {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

bool DescriptorBuffer::put(const char* text, std::size_t count) {
  while (count > 0 && error_ == 0) {
    const ssize_t written = write(file_, text, count);
    if (written >= 0) {
      text += written;
      count -= static_cast<std::size_t>(written);
    } else if (errno == EAGAIN) {  // a pipe that its other owner made non-blocking
      pollfd ready{.fd = file_, .events = POLLOUT, .revents = 0};
      (void)poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  return error_ == 0;
}

bool DescriptorBuffer::empty_buffer() {
  const bool fine = put(pbase(), static_cast<std::size_t>(pptr() - pbase()));
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return fine;
}

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type c) {
  if (!empty_buffer()) return traits_type::eof();
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  *pptr() = traits_type::to_char_type(c);
  pbump(1);
  return c;
}

std::streamsize DescriptorBuffer::xsputn(const char* text, std::streamsize count) {
  if (count > epptr() - pptr() && !empty_buffer()) return 0;
  if (count > epptr() - pptr()) {
    return put(text, static_cast<std::size_t>(count)) ? count : 0;
  }
  std::memcpy(pptr(), text, static_cast<std::size_t>(count));
  pbump(static_cast<int>(count));
  return count;
}

int DescriptorBuffer::sync() { return empty_buffer() ? 0 : -1; }

}  // namespace moccasin::io
