// SPDX-License-Identifier: Apache-2.0
#include "app/packing_run.h"

namespace moccasin::app {
namespace {

std::string stop_text(search::StopReason stop) {
  switch (stop) {
    case search::StopReason::time:
      return "stopped by the time limit";
    case search::StopReason::work:
      return "stopped by the work limit";
    case search::StopReason::user:
      return "interrupted";
    default:
      return "ended";
  }
}

// Shows the live line where the meter is looked at anyway, and ends nothing.
class LiveWatch : public search::Meter::Watch {
 public:
  LiveWatch(Console& console, const search::Limits& limits, std::size_t num_buffers)
      : console_(console),
        limits_(limits),
        state_("placing " + counted(static_cast<std::int64_t>(num_buffers), "buffer")) {}

  search::StopReason look(const search::Meter& meter) override {
    constexpr double kBetween = 0.2;  // seconds
    const double now = limits_.elapsed();
    if (now - last_ >= kBetween) {
      last_ = now;
      console_.live({.seconds = now,
                     .used = used_part(now, limits_.seconds, meter.ticks(), limits_.work),
                     .state = state_,
                     .short_state = "",
                     .phase = ""});
    }
    return search::StopReason::none;
  }

 private:
  Console& console_;
  const search::Limits& limits_;
  std::string state_;
  double last_ = 0;  // seconds
};

}  // namespace

PackingSettings read_packing_settings(const Arguments& arguments, OptionReader& reader) {
  PackingSettings settings;
  for (const std::string_view name : {"time-limit", "work-limit", "seed"}) {
    reader.set(settings.limits, name, name);
  }
  if (settings.limits.work_limit > 0 && !arguments.given("time-limit")) {
    settings.limits.time_limit = 0;
  }
  if (arguments.given("verbose")) settings.verbosity = Verbosity::verbose;
  if (arguments.given("quiet")) settings.verbosity = Verbosity::quiet;
  return settings;
}

std::int64_t read_capacity(OptionReader& reader) {
  const auto parse = [](std::string_view text) {
    base::Parsed<std::int64_t> bytes = base::parse_size(text);
    const auto* const value = std::get_if<std::int64_t>(&bytes);
    if (value != nullptr && *value == 0) bytes = base::ParseFailure::malformed;
    return bytes;
  };
  return reader.read("capacity", std::int64_t{0}, parse,
                     "a number of bytes of at least 1: use 1048576, 1MB or 1MiB");
}

std::optional<std::int64_t> read_alignment(OptionReader& reader) {
  constexpr std::int64_t kMost = std::int64_t{1} << 62;
  const auto parse = [](std::string_view text) { return base::parse_positive(text, kMost); };
  const std::int64_t alignment =
      reader.read("alignment", std::int64_t{0}, parse, "a whole number of at least 1");
  return alignment == 0 ? std::nullopt : std::optional(alignment);
}

PackingRun run_packing(std::span<const model::ArenaBuffer> buffers, const PackingSettings& settings,
                       std::chrono::steady_clock::time_point start, const StopFlag& stop,
                       Console& console) {
  const search::Limits limits{.start = start,
                              .seconds = settings.limits.time_limit,
                              .work = settings.limits.work_limit,
                              .stop = &stop.flag()};
  LiveWatch watch(console, limits, buffers.size());
  search::Meter meter(limits, watch);
  PackingRun run;
  run.result = search::pack(buffers, {.capacity = settings.capacity, .seed = settings.limits.seed},
                            search::Share(meter, search::Meter::kUnlimited));
  run.stop = meter.reason();
  run.work = meter.ticks();
  run.seconds = limits.elapsed();
  console.end_live();
  return run;
}

ExitCode exit_code_of(const PackingRun& run, std::int64_t capacity) {
  if (run.fits(capacity)) return ExitCode::ok;
  return run.result.status == search::PackStatus::impossible ? ExitCode::infeasible
                                                             : ExitCode::nothing;
}

std::string_view status_name(const PackingRun& run, std::int64_t capacity) {
  switch (exit_code_of(run, capacity)) {
    case ExitCode::ok:
      return run.result.height <= run.result.bound ? "optimal" : "feasible";
    case ExitCode::infeasible:
      return "infeasible";
    default:
      return "unknown";
  }
}

std::string limits_text(const PackingSettings& settings) {
  std::string text;
  if (settings.limits.time_limit > 0) text += seconds_text(settings.limits.time_limit) + ", ";
  if (settings.limits.work_limit > 0) {
    text += grouped(static_cast<std::int64_t>(settings.limits.work_limit)) + " ticks of work, ";
  }
  return text + "seed " + std::to_string(settings.limits.seed);
}

void report_packing(const PackingRun& run, const PackingSettings& settings, SizeUnit unit,
                    Console& console) {
  const search::PackResult& result = run.result;
  const std::string_view status = status_name(run, settings.capacity);
  const std::string in_capacity =
      settings.capacity > 0 ? " in " + full_size(settings.capacity, unit) : "";
  const std::string bound = "no arena is smaller than " + full_size(result.bound, unit) +
                            (result.bound_by.empty() ? "" : ", by " + std::string(result.bound_by));
  const std::string after = " after " + seconds_text(run.seconds);
  if (status == "infeasible") {
    console.result("infeasible: nothing fits" + in_capacity, Color::red);
    console.result("proved" + after + ": " + bound);
  } else if (status == "unknown") {
    console.result("nothing found" + in_capacity +
                       ", nor proved impossible: " + stop_text(run.stop) + after + "; " + bound,
                   Color::red);
    if (result.has_placement()) {
      console.result("the smallest arena found: " + full_size(result.height, unit));
    }
  } else {
    console.result(std::string(status) + ", arena " + full_size(result.height, unit) +
                       ", live peak " + full_size(result.live_peak, unit) + ", fragmentation " +
                       percent_text(model::fragmentation(result.height, result.live_peak)),
                   status == "optimal" ? Color::green : Color::bold);
    const bool proved = status == "optimal" || run.stop == search::StopReason::none;
    console.result((proved ? "ended" : stop_text(run.stop)) + after +
                   (result.found_by.empty() ? "" : ", found by " + std::string(result.found_by)) +
                   "; " + bound);
  }
  console.detail("work       " + grouped(static_cast<std::int64_t>(run.work)) + " ticks");
}

void add_packing(JsonObject& object, const PackingRun& run, std::int64_t capacity) {
  const search::PackResult& result = run.result;
  object.add("status", status_name(run, capacity));
  if (capacity > 0) object.add("capacity", capacity);
  if (run.fits(capacity)) {
    object.add("arena", result.height);
  } else if (result.has_placement()) {
    object.add("least_arena", result.height);
  }
  object.add("live_peak", result.live_peak).add("bound", result.bound);
  if (run.fits(capacity)) {
    object.add("fragmentation", model::fragmentation(result.height, result.live_peak));
  }
  if (!result.found_by.empty()) object.add("found_by", result.found_by);
  if (!result.bound_by.empty()) object.add("bound_by", result.bound_by);
  object.add("time", run.seconds).add("work", run.work);
}

}  // namespace moccasin::app
