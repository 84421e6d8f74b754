// SPDX-License-Identifier: Apache-2.0
// A stream into an open file, which keeps what standard streams forget: why writing failed.
#pragma once

#include <array>
#include <ostream>
#include <streambuf>
#include <utility>

namespace moccasin::io {

// An open file, closed at the end of its life.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int file) : file_(file) {}
  Descriptor(Descriptor&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~Descriptor() { (void)close(); }

  [[nodiscard]] int get() const { return file_; }  // -1: none
  // The number of the error, 0: none. Some file systems find out only here that they are full.
  [[nodiscard]] int close();

 private:
  int file_ = -1;
};

class DescriptorBuffer final : public std::streambuf {
 public:
  explicit DescriptorBuffer(int file);
  [[nodiscard]] int error() const { return error_; }

 protected:
  int_type overflow(int_type c) override;
  std::streamsize xsputn(const char* text, std::streamsize count) override;
  int sync() override;

 private:
  [[nodiscard]] bool put(const char* text, std::size_t count);
  [[nodiscard]] bool empty_buffer();

  int file_;
  int error_ = 0;
  std::array<char, 8192> buffer_;
};

// The file outlives the stream.
class DescriptorStream final : public std::ostream {
 public:
  explicit DescriptorStream(int file) : std::ostream(nullptr), buffer_(file) { rdbuf(&buffer_); }
  // The number of the first error, 0: none. What is not flushed yet may still fail.
  [[nodiscard]] int error() const { return buffer_.error(); }

 private:
  DescriptorBuffer buffer_;
};

}  // namespace moccasin::io
