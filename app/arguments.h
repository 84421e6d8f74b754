// SPDX-License-Identifier: Apache-2.0
// A command line taken apart as the command's row of the option table says. Names must be written
// in full: "--bud" is an error that suggests "--budget", not a budget.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/exit_code.h"
#include "app/option_table.h"

namespace moccasin::app {

class Arguments {
 public:
  // `words` come after the command's name. --help excuses whatever else is missing.
  [[nodiscard]] static Outcome<Arguments> parse(const CommandRow& command,
                                                const std::vector<std::string>& words);

  // A missing optional one is empty.
  [[nodiscard]] const std::string& positional(std::size_t i) const;
  [[nodiscard]] std::size_t num_positionals() const { return positionals_.size(); }
  // `name` is in the command's row, else asserts.
  [[nodiscard]] bool given(std::string_view name) const { return value(name).has_value(); }
  [[nodiscard]] std::optional<std::string> value(std::string_view name) const;  // "" for a switch
  // Whether it is given without the value that it may have.
  [[nodiscard]] bool lacks_value(std::string_view name) const;
  // All options as given: name, value.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& options() const {
    return options_;
  }

 private:
  const CommandRow* command_ = nullptr;
  std::vector<std::string> positionals_;
  std::vector<std::pair<std::string, std::string>> options_;
};

}  // namespace moccasin::app
