// SPDX-License-Identifier: Apache-2.0
#include "app/option_value.h"

#include "api/option_by_name.h"
#include "base/assert.h"

namespace moccasin::app {

void OptionReader::fail(std::string_view name, const std::string& problem) {
  if (failure_) return;
  failure_ = Failure{ExitCode::usage, "--" + std::string(name) + ": " + problem};
}

std::size_t OptionReader::choice(std::string_view name, std::size_t otherwise,
                                 std::span<const std::string_view> names) {
  return read(
      name, otherwise, [names](std::string_view text) { return base::parse_word(text, names); },
      base::one_of(names));
}

api::Budget OptionReader::budget(std::string_view name, api::Budget otherwise) {
  return read(name, otherwise, api::parse_budget, api::kBudgetForms);
}

void OptionReader::set(Options& options) {
  for (const api::OptionByName& option : api::options_by_name()) {
    set(options, option.name, option.name);
  }
}

void OptionReader::set(Options& options, std::string_view name, std::string_view given) {
  const api::OptionByName* const option = api::find_option_by_name(name);
  MOCCASIN_ASSERT(option != nullptr);
  const auto text = arguments_->value(given);
  if (!text || arguments_->lacks_value(given)) return;
  const std::string problem = option->set(options, *text, option->expected);
  if (!problem.empty()) fail(given, problem);
}

Outcome<std::int64_t> budget_option_bytes(const Arguments& arguments, const api::Budget& typed,
                                          std::int64_t base_peak) {
  const base::Parsed<std::int64_t> bytes = api::budget_bytes(typed, base_peak);
  const auto* const failure = std::get_if<base::ParseFailure>(&bytes);
  if (failure == nullptr) return std::get<std::int64_t>(bytes);
  const std::string text = *arguments.value("budget");
  return Failure{ExitCode::usage,
                 "--budget: " + base::problem_of(text, *failure, api::kBudgetForms)};
}

}  // namespace moccasin::app
