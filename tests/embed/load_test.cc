// SPDX-License-Identifier: Apache-2.0
// What is the host's stays as it was when the library is loaded, solves, and is unloaded.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <locale>
#include <new>
#include <set>
#include <sstream>
#include <string>

#include "tests/embed/support/shared_object.h"

extern char** environ;

namespace moccasin::test {
namespace {

std::size_t threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

void write_signals(std::ostream& out) {
  sigset_t blocked = {};
  pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action = {};
    if (sigaction(number, nullptr, &action) != 0) continue;
    out << "signal " << number << ": " << reinterpret_cast<std::uintptr_t>(action.sa_handler)
        << " flags " << action.sa_flags << (sigismember(&blocked, number) == 1 ? " blocked" : "")
        << '\n';
  }
}

void write_descriptors(std::ostream& out) {
  for (int file = 0; file < 256; ++file) {
    struct stat status = {};
    if (fstat(file, &status) == 0) {
      out << "descriptor " << file << ": " << status.st_dev << ' ' << status.st_ino << '\n';
    }
  }
}

// Everything in the process that belongs to its host and that a library could change, as text.
std::string belongings() {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  write_signals(out);
  write_descriptors(out);
  for (char** variable = environ; *variable != nullptr; ++variable) out << *variable << '\n';
  const mode_t mask = umask(0);
  umask(mask);
  out << "umask " << mask << "\nfolder " << std::filesystem::current_path().string() << "\nlocale "
      << std::setlocale(LC_ALL, nullptr) << ' ' << std::locale().name() << "\nrounding "
      << std::fegetround() << "\nterminate "
      << reinterpret_cast<std::uintptr_t>(std::get_terminate()) << "\nnew "
      << reinterpret_cast<std::uintptr_t>(std::get_new_handler());
  for (const auto resource : {RLIMIT_CORE, RLIMIT_DATA, RLIMIT_NOFILE, RLIMIT_STACK, RLIMIT_AS}) {
    rlimit limit = {};
    getrlimit(resource, &limit);
    out << "\nlimit " << resource << ": " << limit.rlim_cur << ' ' << limit.rlim_max;
  }
  out << "\nnice " << getpriority(PRIO_PROCESS, 0);
  return out.str();
}

// By the path of the plug-in: the shared library comes with one, and is in the other.
class Load : public testing::TestWithParam<const char*> {};

TEST_P(Load, ChangesNothingAndStartsNothing) {
  const std::size_t threads_before = threads();
  const std::string before = belongings();
  {
    const SharedObject plugin(GetParam(), RTLD_LOCAL);
    EXPECT_EQ(threads(), threads_before);
    EXPECT_EQ(belongings(), before) << "after it was loaded";
    EXPECT_NE(plugin.solve(60, 50, 50'000, 1).find("\nschedule 0 "), std::string::npos);
    EXPECT_EQ(threads(), threads_before) << "one thread was asked for: the host's";
    EXPECT_EQ(belongings(), before) << "after a solve";
    EXPECT_NE(plugin.solve(60, 50, 50'000, 4).find("\nschedule 0 "), std::string::npos);
    EXPECT_EQ(belongings(), before) << "after a solve on several threads";
  }
  EXPECT_EQ(belongings(), before) << "after it was unloaded";
}

// With threads that its solves have started, if any are left: a thread whose code is unloaded ends
// the process. Nothing that is unique in the process may keep the library.
TEST_P(Load, IsUndoneAgainAndAgain) {
  std::set<std::string> results;
  for (int i = 0; i < 5; ++i) {
    {
      const SharedObject plugin(GetParam(), RTLD_LOCAL);
      results.insert(plugin.solve(60, 50, 50'000, 4));
    }
    EXPECT_FALSE(SharedObject::is_loaded(GetParam()));
    EXPECT_FALSE(SharedObject::is_loaded(MOCCASIN_SHARED));
  }
  EXPECT_EQ(results.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Of, Load, testing::Values(MOCCASIN_PLUGIN_SHARED, MOCCASIN_PLUGIN_STATIC),
                         [](const auto& of) {
                           const bool shared = std::strcmp(of.param, MOCCASIN_PLUGIN_SHARED) == 0;
                           return shared ? "TheSharedLibrary" : "TheStaticLibrary";
                         });

}  // namespace
}  // namespace moccasin::test
