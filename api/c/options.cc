// SPDX-License-Identifier: Apache-2.0
#include "api/c/options.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>

#include "api/option_by_name.h"

namespace {

using moccasin::api::OptionByName;
using moccasin::api::OptionType;
using moccasin::c_door::Changing;
using moccasin::c_door::fail;
using moccasin::c_door::guarded;

const OptionByName& find(const char* name) {
  moccasin::c_door::require(name, "name");
  const OptionByName* const option = moccasin::api::find_option_by_name(name);
  if (option == nullptr) fail(MOC_E_INVALID_OPTION, {moccasin::api::unknown_option(name)});
  return *option;
}

// Sets it by `set`, which says what is wrong, and keeps `text` for files: the last one of a name.
// All or nothing: what may fail for want of memory comes before the options are touched.
template <class Set>
void change_option(moc_options& to, const OptionByName& option, std::string text, const Set& set) {
  moccasin::Options changed = to.options;
  const std::string problem = set(changed, text);
  if (!problem.empty()) fail(MOC_E_INVALID_OPTION, {option.name, ": ", problem});
  const auto known = std::find_if(to.given.begin(), to.given.end(),
                                  [&](const auto& one) { return one.first == option.name; });
  if (known == to.given.end()) {
    to.given.emplace_back(option.name, std::move(text));
  } else {
    known->second = std::move(text);
  }
  to.options = std::move(changed);
}

void set_text(moc_options& to, const OptionByName& option, std::string text) {
  change_option(to, option, std::move(text), [&](moccasin::Options& options, const auto& value) {
    return option.set(options, value, option.expected);
  });
}

void set_real(moc_options& to, const OptionByName& option, double number, std::string text) {
  change_option(to, option, std::move(text), [&](moccasin::Options& options, const auto& value) {
    return option.set_real(options, number, value, option.expected);
  });
}

// `suffix`: of the function for such values.
[[noreturn]] void fail_of_type(const OptionByName& option, std::string_view suffix) {
  fail(MOC_E_INVALID_OPTION,
       {option.name, ": takes ", option.expected, "; set it with moc_options_set_", suffix});
}

std::string text_of(double value) {
  char digits[512];  // of the longest that is not in scientific notation, and its sign
  const auto [end, error] =
      std::to_chars(std::begin(digits), std::end(digits), value, std::chars_format::fixed);
  return error == std::errc() ? std::string(digits, end) : "a number of many digits";
}

}  // namespace

moc_rc moc_options_create(moc_options** out) { return moccasin::c_door::create_handle(out); }

moc_rc moc_options_free(moc_options* options) {
  return moccasin::c_door::free_handle(options, "options");
}

moc_rc moc_options_set_i64(moc_options* options, const char* name, int64_t value) {
  return guarded([&] {
    const Changing<moc_options> change(options, "options");
    const OptionByName& option = find(name);
    if (option.type == OptionType::word) fail_of_type(option, "str");
    if (option.type == OptionType::real) {
      set_real(*change, option, static_cast<double>(value), std::to_string(value));
    } else {
      set_text(*change, option, std::to_string(value));
    }
  });
}

moc_rc moc_options_set_f64(moc_options* options, const char* name, double value) {
  return guarded([&] {
    const Changing<moc_options> change(options, "options");
    const OptionByName& option = find(name);
    if (option.type == OptionType::word) fail_of_type(option, "str");
    if (option.type == OptionType::whole) fail_of_type(option, "i64");
    set_real(*change, option, value, text_of(value));
  });
}

moc_rc moc_options_set_str(moc_options* options, const char* name, const char* value) {
  return guarded([&] {
    const Changing<moc_options> change(options, "options");
    const OptionByName& option = find(name);
    moccasin::c_door::require(value, "value");
    set_text(*change, option, value);
  });
}

moc_rc moc_options_set_warm_start(moc_options* options, const uint32_t* ops, size_t num_steps) {
  return guarded([&] {
    const Changing<moc_options> change(options, "options");
    moccasin::c_door::require_array(ops, num_steps, "ops");
    change->options.warm_start = std::vector<moccasin::OpId>(ops, ops + num_steps);
  });
}

moc_rc moc_options_set_certify(moc_options* options, int certify) {
  return guarded(
      [&] { Changing<moc_options>(options, "options")->options.certify = certify != 0; });
}

moc_rc moc_options_start_now(moc_options* options) {
  return guarded([&] {
    Changing<moc_options>(options, "options")->options.start = std::chrono::steady_clock::now();
  });
}

moc_rc moc_read_budget(const char* text, int64_t base_peak, int64_t* bytes) {
  return guarded([&] {
    moccasin::c_door::require(text, "text");
    moccasin::c_door::require(bytes, "bytes");
    const auto issue = moccasin::read_budget(text, base_peak, *bytes);
    if (issue) fail(MOC_E_INVALID_OPTION, {issue->message});
  });
}
