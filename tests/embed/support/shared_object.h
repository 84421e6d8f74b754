// SPDX-License-Identifier: Apache-2.0
// A plug-in of the tests, opened at run time.
#pragma once

#include <dlfcn.h>

#include <stdexcept>
#include <string>

#include "tests/embed/support/plugin.h"

namespace moccasin::test {

class SharedObject {
 public:
  SharedObject(const char* path, int flags) : handle_(dlopen(path, RTLD_NOW | flags)) {
    if (handle_ == nullptr) throw std::runtime_error(dlerror());
  }
  ~SharedObject() { dlclose(handle_); }
  SharedObject(const SharedObject&) = delete;
  SharedObject& operator=(const SharedObject&) = delete;

  // As moccasin_test_solve(), whose name it looks up.
  [[nodiscard]] std::string solve(std::size_t operations, std::int64_t percent, std::uint64_t work,
                                  std::int32_t threads) const {
    const auto call = function<decltype(&moccasin_test_solve)>("moccasin_test_solve");
    std::string text(std::size_t{1} << 16U, '\0');
    text.resize(call(operations, percent, work, threads, text.data(), text.size()));
    return text;
  }

  // The file that has the moccasin::solve which the plug-in calls.
  [[nodiscard]] std::string solver() const {
    const auto call = function<decltype(&moccasin_test_address)>("moccasin_test_address");
    Dl_info info = {};
    return dladdr(call(), &info) != 0 ? info.dli_fname : "";
  }

  [[nodiscard]] static bool is_loaded(const char* path) {
    void* const handle = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (handle != nullptr) dlclose(handle);
    return handle != nullptr;
  }

 private:
  template <class Function>
  Function function(const char* name) const {
    void* const found = dlsym(handle_, name);
    if (found == nullptr) throw std::runtime_error(dlerror());
    return reinterpret_cast<Function>(found);
  }

  void* const handle_;
};

}  // namespace moccasin::test
