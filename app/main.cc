// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "app/broken_pipe.h"
#include "app/command.h"
#include "app/prepare_process.h"
#include "app/render_help.h"
#include "base/printable.h"

namespace moccasin::app {
namespace {

using Clock = std::chrono::steady_clock;

Outcome<ExitCode> run_command(const CommandRow& command, const std::vector<std::string>& words,
                              Clock::time_point start) {
  auto parsed = Arguments::parse(command, words);
  if (auto* const failure = std::get_if<Failure>(&parsed)) return std::move(*failure);
  const auto& arguments = std::get<Arguments>(parsed);
  if (command.name.empty()) return run_program_options(arguments);
  if (arguments.given("help")) {
    std::cout << render_command_help(command);
    return ExitCode::ok;
  }
  if (command.name == "solve") return run_solve(arguments, start);
  if (command.name == "verify") return run_verify(arguments);
  if (command.name == "check") return run_check(arguments);
  if (command.name == "explain") return run_explain(arguments);
  if (command.name == "plot") return run_plot(arguments);
  if (command.name == "sweep") return run_sweep(arguments, start);
  if (command.name == "plan") return run_plan(arguments, start);
  if (command.name == "pack") return run_pack(arguments, start);
  if (command.name == "info") return run_info(arguments);
  if (command.name == "generate") return run_generate(arguments);
  if (command.name == "convert") return run_convert(arguments);
  if (command.name == "completion") return run_completion(arguments);
  return run_help(arguments);
}

Outcome<ExitCode> run_words(std::vector<std::string> words, Clock::time_point start) {
  if (words.empty()) {
    return Failure{ExitCode::usage, "no command is given; 'moccasin help' lists them"};
  }
  if (words.front().starts_with("-")) return run_command(program_options(), words, start);
  const CommandRow* const command = find_command(words.front());
  if (command == nullptr) return unknown_command(words.front());
  words.erase(words.begin());
  return run_command(*command, words, start);
}

ExitCode report(const Failure& failure) {
  std::cerr << "moccasin: " << base::printable(failure.message) << '\n';
  return failure.code;
}

ExitCode guarded_main(const std::vector<std::string>& words, Clock::time_point start) {
  try {
    const Outcome<ExitCode> outcome = run_words(words, start);
    std::cout.flush();
    if (const auto* const failure = std::get_if<Failure>(&outcome)) return report(*failure);
    if (nobody_listens()) end_by_broken_pipe();
    if (!std::cout) return report({ExitCode::failed, "cannot write to standard output"});
    return std::get<ExitCode>(outcome);
  } catch (const std::bad_alloc&) {
    return report({ExitCode::failed, "out of memory"});
  } catch (const std::exception& error) {
    return report({ExitCode::failed, std::string("internal error: ") + error.what()});
  }
}

}  // namespace
}  // namespace moccasin::app

int main(int argc, char** argv) {
  const auto start = std::chrono::steady_clock::now();
  moccasin::app::prepare_process();
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  return static_cast<int>(moccasin::app::guarded_main(words, start));
}
