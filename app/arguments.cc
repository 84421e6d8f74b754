// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include <algorithm>
#include <boost/program_options.hpp>

#include "base/assert.h"
#include "base/printable.h"
#include "base/suggest.h"

namespace moccasin::app {
namespace {

namespace po = boost::program_options;

po::options_description describe(const CommandRow& command) {
  po::options_description description;
  for (const OptionRow& row : command.options) {
    std::string names(row.name);
    if (row.letter != 0) names += std::string(",") + row.letter;
    if (row.argument.empty()) {
      description.add_options()(names.c_str(), "");
    } else if (row.value == Need::optional) {
      description.add_options()(names.c_str(), po::value<std::string>()->implicit_value(""), "");
    } else {
      description.add_options()(names.c_str(), po::value<std::string>(), "");
    }
  }
  return description;
}

Failure usage(std::string message) { return {ExitCode::usage, std::move(message)}; }

Failure unknown_option(const CommandRow& command, const std::string& option) {
  std::vector<std::string_view> names;
  for (const OptionRow& row : command.options) names.push_back(row.name);
  const std::string message = "unknown option '" + base::short_name(option) + "'; ";
  const std::string_view word = std::string_view(option).substr(option.find_first_not_of('-'));
  if (word.size() < 2) names.clear();  // anything is near a letter
  const std::string topic = command.name.empty() ? "" : " " + std::string(command.name);
  const std::string otherwise = "'moccasin help" + topic + "' lists them";
  return usage(message + base::suggestion(word, names, otherwise, "--"));
}

Outcome<po::parsed_options> take_apart(const CommandRow& command,
                                       const std::vector<std::string>& words) {
  namespace style = po::command_line_style;
  const po::options_description description = describe(command);
  try {
    return po::command_line_parser(words)
        .options(description)
        .style(style::allow_long | style::long_allow_adjacent | style::long_allow_next |
               style::allow_short | style::allow_dash_for_short | style::short_allow_adjacent |
               style::short_allow_next | style::allow_sticky)
        .run();
  } catch (const po::unknown_option& error) {
    return unknown_option(command, error.get_option_name());
  } catch (const po::invalid_command_line_syntax& error) {
    const std::string option = "option '" + error.get_option_name() + "' ";
    const bool extra = error.kind() == po::invalid_syntax::extra_parameter;
    return usage(option + (extra ? "takes no value" : "needs a value"));
  } catch (const po::error& error) {
    return usage(error.what());
  }
}

std::optional<Failure> find_missing(const CommandRow& command, const Arguments& arguments) {
  for (std::size_t i = 0; i < command.positionals.size(); ++i) {
    const PositionalRow& row = command.positionals[i];
    if (row.need == Need::optional || !arguments.positional(i).empty()) continue;
    return usage(std::string(command.name) + " needs a " + std::string(row.name) +
                 "; see 'moccasin help " + std::string(command.name) + "'");
  }
  for (const OptionRow& row : command.options) {
    if (row.need == Need::optional || arguments.given(row.name)) continue;
    return usage(std::string(command.name) + " needs the option '--" + std::string(row.name) +
                 "'; see 'moccasin help " + std::string(command.name) + "'");
  }
  return std::nullopt;
}

}  // namespace

Outcome<Arguments> Arguments::parse(const CommandRow& command,
                                    const std::vector<std::string>& words) {
  auto parsed = take_apart(command, words);
  if (auto* const failure = std::get_if<Failure>(&parsed)) return std::move(*failure);

  Arguments arguments;
  arguments.command_ = &command;
  for (po::option& option : std::get<po::parsed_options>(parsed).options) {
    const std::string value = option.value.empty() ? "" : option.value.front();
    if (option.position_key >= 0) {
      const bool any =
          !command.positionals.empty() && command.positionals.back().times == Times::any;
      if (!any && arguments.positionals_.size() == command.positionals.size()) {
        return usage("unexpected argument '" + base::short_name(value) + "'");
      }
      if (value.empty()) return usage("an argument is empty");
      arguments.positionals_.push_back(value);
      continue;
    }
    if (arguments.given(option.string_key)) {
      return usage("option '--" + option.string_key + "' is given twice");
    }
    arguments.options_.emplace_back(option.string_key, value);
  }
  if (arguments.given("help")) return arguments;
  if (auto missing = find_missing(command, arguments)) return std::move(*missing);
  return arguments;
}

const std::string& Arguments::positional(std::size_t i) const {
  static const std::string none;
  return i < positionals_.size() ? positionals_[i] : none;
}

std::optional<std::string> Arguments::value(std::string_view name) const {
  MOCCASIN_ASSERT(find_option(*command_, name) != nullptr);
  const auto found = std::find_if(options_.begin(), options_.end(),
                                  [&](const auto& option) { return option.first == name; });
  if (found == options_.end()) return std::nullopt;
  return found->second;
}

bool Arguments::lacks_value(std::string_view name) const {
  const OptionRow* const row = find_option(*command_, name);
  MOCCASIN_ASSERT(row != nullptr);
  return row->value == Need::optional && value(name) == "";
}

}  // namespace moccasin::app
