// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "app/command.h"
#include "app/delivery.h"
#include "app/inputs.h"
#include "app/output_paths.h"
#include "app/packing_run.h"
#include "app/reading_limit.h"
#include "app/signals.h"
#include "base/printable.h"
#include "io/packing_csv.h"
#include "io/text_file.h"

namespace moccasin::app {
namespace {

using Clock = std::chrono::steady_clock;

struct PackSettings {
  PackingSettings packing;
  std::string input, output;  // paths; output empty: none
  std::int64_t alignment = 1;
  bool prints_json = false;
};

Failure usage(std::string message) { return {ExitCode::usage, std::move(message)}; }

// What minimalloc calls otherwise may be given once.
std::optional<Failure> find_conflict(const Arguments& arguments, const PackSettings& settings) {
  if (arguments.given("input") && !arguments.positional(0).empty()) {
    return usage("FILE and --input exclude each other");
  }
  if (settings.input.empty()) return usage("pack needs a FILE; see 'moccasin help pack'");
  for (const auto& [a, b] : {std::pair("time-limit", "timeout"), std::pair("verbose", "quiet")}) {
    if (arguments.given(a) && arguments.given(b)) {
      return usage("--" + std::string(a) + " and --" + b + " exclude each other");
    }
  }
  if (settings.prints_json && settings.output == "-") {
    return usage("only one of --json and --output - can have standard output");
  }
  const std::string outputs[] = {settings.output};
  const InputPath inputs[] = {{settings.input, "the buffers"}};
  return find_output_conflict(outputs, inputs);
}

Outcome<PackSettings> read_settings(const Arguments& arguments) {
  constexpr std::array<std::string_view, 2> kPaths = {"input", "output"};
  OptionReader reader(arguments);
  PackSettings settings;
  settings.packing = read_packing_settings(arguments, reader);
  settings.input = arguments.value("input").value_or(arguments.positional(0));
  settings.output = output_path(arguments, "output");
  settings.prints_json = arguments.given("json");
  reader.set(settings.packing.limits, "time-limit", "timeout");
  settings.packing.capacity = read_capacity(reader);
  settings.alignment = read_alignment(reader).value_or(1);
  if (reader.failure()) return *reader.failure();
  if (auto failure = find_empty_path(arguments, kPaths)) return std::move(*failure);
  if (auto failure = find_conflict(arguments, settings)) return std::move(*failure);
  return settings;
}

Outcome<io::PackingFile> read_buffers(const PackSettings& settings, Clock::time_point start) {
  const ReadingLimit reading(settings.packing.limits.time_limit, start, settings.input, "");
  const auto text = io::read_text_file(settings.input);
  if (const auto* const error = std::get_if<io::Error>(&text)) return failure_of(*error);
  auto read = io::parse_packing_csv(std::get<std::string>(text), io::source_name(settings.input),
                                    settings.alignment);
  if (const auto* const error = std::get_if<io::Error>(&read)) return failure_of(*error);
  return std::get<io::PackingFile>(std::move(read));
}

void write_json(std::ostream& out, const PackSettings& settings, const io::PackingFile& file,
                const PackingRun& run) {
  JsonObject object;
  object.add("buffers", file.buffers.size());
  add_packing(object, run, settings.packing.capacity);
  if (run.fits(settings.packing.capacity)) {
    std::string offsets = "[";
    for (const std::int64_t offset : run.result.offsets) {
      if (offsets.size() > 1) offsets += ',';
      offsets += std::to_string(offset);
    }
    object.add_raw("offsets", offsets + "]");
  }
  out << object.text() << '\n';
}

void report_facts(const PackSettings& settings, const io::PackingFile& file, Console& console) {
  const auto fixed =
      std::count_if(file.buffers.begin(), file.buffers.end(),
                    [](const model::ArenaBuffer& buffer) { return buffer.offset >= 0; });
  console.line("buffers    " + base::short_name(io::source_name(settings.input)) + ": " +
               counted(static_cast<std::int64_t>(file.buffers.size()), "buffer") +
               (fixed > 0 ? ", " + grouped(fixed) + " of them fixed" : ""));
  if (settings.packing.capacity > 0) {
    console.line("capacity   " + full_size(settings.packing.capacity, SizeUnit::byte));
  }
  console.line("limits     " + limits_text(settings.packing));
}

struct PackOutputs {
  std::optional<io::OutputFile> placement, printed;

  [[nodiscard]] bool takes_standard_output() const {
    return printed || (placement && placement->is_standard_output());
  }
};

Outcome<PackOutputs> open_outputs(const PackSettings& settings) {
  PackOutputs outputs;
  for (const auto& [path, file] :
       {std::pair(settings.output, &outputs.placement),
        std::pair(std::string(settings.prints_json ? "-" : ""), &outputs.printed)}) {
    if (path.empty()) continue;
    auto opened = open_output(path);
    if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
    file->emplace(std::get<io::OutputFile>(std::move(opened)));
  }
  return outputs;
}

// Writes what there is to write, and says what was found.
std::optional<Failure> deliver(const PackSettings& settings, const io::PackingFile& file,
                               const PackingRun& run, PackOutputs& outputs, Console& console) {
  Delivery delivery(outputs.takes_standard_output() ? StandardOutput::taken : StandardOutput::free,
                    [&console](const std::string& text) { console.warn(text); });
  std::optional<Failure> failure;
  const bool placed = run.fits(settings.packing.capacity);
  if (outputs.placement && placed) {
    failure =
        delivery.deliver(*outputs.placement, {"the placement", ".csv", [&](std::ostream& out) {
                                                write_packing_csv(out, file, run.result.offsets);
                                              }});
  } else if (outputs.placement) {
    console.warn(outputs.placement->path() + ": not written: there is no placement" +
                 (settings.packing.capacity > 0 ? " that fits" : ""));
  }
  const bool in_file =
      outputs.placement && placed && !failure && !outputs.placement->is_standard_output();
  if (outputs.printed) {
    auto unprinted = delivery.deliver(
        *outputs.printed,
        {"the result", ".json", [&](std::ostream& out) { write_json(out, settings, file, run); }});
    if (unprinted && failure) console.warn(unprinted->message);
    if (unprinted && !failure) failure = std::move(unprinted);
  }
  if (delivery.standard_output() == StandardOutput::taken) console.leave_standard_output();
  report_packing(run, settings.packing, SizeUnit::byte, console);
  if (in_file) console.line("placement written to " + outputs.placement->path());
  return failure;
}

Outcome<ExitCode> run(const PackSettings& settings, Clock::time_point start) {
  auto read = read_buffers(settings, start);
  if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
  const auto& file = std::get<io::PackingFile>(read);
  auto opened = open_outputs(settings);
  if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
  auto& outputs = std::get<PackOutputs>(opened);
  Console console(
      settings.packing.verbosity, ColorMode::automatic,
      outputs.takes_standard_output() ? ResultTo::standard_error : ResultTo::standard_output);
  if (outputs.placement) {
    announce(*outputs.placement, [&console](const std::string& text) { console.warn(text); });
  }
  StopFlag stop;
  SignalGuard signals(stop);
  report_facts(settings, file, console);
  const PackingRun packed = run_packing(file.buffers, settings.packing, start, stop, console);
  signals.end_at_next();
  if (auto failure = deliver(settings, file, packed, outputs, console)) return std::move(*failure);
  return exit_code_of(packed, settings.packing.capacity);
}

}  // namespace

Outcome<ExitCode> run_pack(const Arguments& arguments, Clock::time_point start) {
  const auto settings = read_settings(arguments);
  if (const auto* const failure = std::get_if<Failure>(&settings)) return *failure;
  return run(std::get<PackSettings>(settings), start);
}

}  // namespace moccasin::app
