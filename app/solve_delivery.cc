// SPDX-License-Identifier: Apache-2.0
#include "app/solve_delivery.h"

#include <unistd.h>

#include <utility>

#include "api/certificate_access.h"
#include "api/graph_access.h"
#include "app/broken_pipe.h"
#include "app/inputs.h"
#include "app/schedule_picture.h"
#include "io/certificate_file.h"

namespace moccasin::app {
namespace {

bool has_data(const SolveSettings& settings) { return settings.standard_output != Output::report; }

// Where there is no budget the line is drawn at what the schedule needs.
void draw(std::ostream& out, const SolveCase& solve_case, const Result& result) {
  out << draw_schedule(
      *solve_case.file, to_model(result.schedule),
      {.name = solve_case.graph_name(),
       .status = status_name(result.status),
       .duration = result.duration,
       .peak = result.peak,
       .budget = solve_case.has_budget() ? solve_case.budget : result.budget_needed});
}

class SolveDelivery {
 public:
  SolveDelivery(const SolveCase& solve_case, const Result& result, SolveOutputs& outputs,
                Console& console, SignalGuard& signals)
      : case_(solve_case),
        result_(result),
        outputs_(outputs),
        console_(console),
        signals_(signals),
        delivery_(takes_standard_output(outputs) ? StandardOutput::taken : StandardOutput::free,
                  [&console](const std::string& text) { console.warn(text); }) {}

  void files() {
    saved_ = outputs_.result && !keeps_warm_start() && put(*outputs_.result, result_document());
    drawn_ = outputs_.svg && may_draw() &&
             put(*outputs_.svg,
                 {"the picture", ".svg", [this](std::ostream& out) { draw(out, case_, result_); }});
    certified_ = outputs_.certificate && may_certify() &&
                 put(*outputs_.certificate, {"the certificate", ".json", [this](std::ostream& out) {
                                               io::write_certificate(out, *case_.file,
                                                                     result_.certificate->content);
                                             }});
  }

  void standard_output(SolveStream& stream) {
    signals_.end_at_next();
    std::optional<io::Error> error;
    if (case_.settings.standard_output == Output::stream) {
      stream.finish(result_);
      error = stream.error();
    } else if (case_.settings.standard_output == Output::json) {
      error = outputs_.printed->write(result_document().write);
    }
    if (!error || reader_is_gone(STDOUT_FILENO)) return;
    if (saved_) {
      fail(failure_of(
          {error->kind, error->message + "; the result is in " + outputs_.result->path()}));
    } else if (result_.has_schedule()) {
      fail(delivery_.put_elsewhere(*error, result_document()));
    } else {
      fail(failure_of(*error));
    }
  }

  void report(SolveReport& report) {
    if (delivery_.standard_output() == StandardOutput::taken) console_.leave_standard_output();
    const bool in_file = saved_ && !outputs_.result->is_standard_output();
    report.result(result_, in_file ? outputs_.result->path() : result_is_in_);
    if (saved_) report.written("result", outputs_.result->path());
    if (drawn_) report.written("picture", outputs_.svg->path());
    if (certified_) report.written("certificate", outputs_.certificate->path());
  }

  [[nodiscard]] std::optional<Failure> first_failure() { return std::move(first_failure_); }

 private:
  [[nodiscard]] Document result_document() const {
    return {"the result", ".json", [this](std::ostream& out) {
              io::write_schedule(out, *case_.file, record_of(case_, result_));
            }};
  }

  // Whether it is written. A reader of standard output that went away wants nothing more.
  bool put(io::OutputFile& file, const Document& document) {
    if (file.way() == io::OutputFile::Way::through) signals_.end_at_next();
    const auto error = delivery_.write(file, document);
    if (!error) return true;
    if (file.is_standard_output() && reader_is_gone(STDOUT_FILENO)) return false;
    fail(delivery_.put_elsewhere(*error, document));
    return false;
  }

  void fail(Failure failure) {
    if (!first_failure_) {
      first_failure_ = std::move(failure);
    } else {
      console_.warn(failure.message);
    }
  }

  // A schedule that was there is worth more than the word that none was found from it.
  [[nodiscard]] bool keeps_warm_start() {
    const SolveSettings& settings = case_.settings;
    if (result_.has_schedule() || settings.warm_start.empty()) return false;
    if (!reads_what_it_writes(settings.warm_start, settings.output)) return false;
    const auto name = put_in_new_file(result_document());
    console_.warn(settings.output + ": keeps the schedule that it has: there is no other; the " +
                  "result " + (name ? "is in " + *name : "could not be put elsewhere"));
    result_is_in_ = name.value_or("");
    return true;
  }

  [[nodiscard]] bool may_draw() const {
    if (!result_.has_schedule()) {
      console_.warn(outputs_.svg->path() + ": not written: there is no schedule to draw");
    }
    return result_.has_schedule();
  }

  [[nodiscard]] bool may_certify() const {
    if (result_.certificate == nullptr) {
      console_.warn(outputs_.certificate->path() + ": not written: there is no certificate of " +
                    (result_.bound_by.empty() ? "that" : result_.bound_by));
      return false;
    }
    const std::int64_t bound = result_.certificate->content.bound;
    if (bound < result_.bound) {
      console_.warn("the certificate's bound is " +
                    full_duration(bound, case_.file->duration_unit) + ": there is none for " +
                    result_.bound_by);
    }
    return true;
  }

  const SolveCase& case_;
  const Result& result_;
  SolveOutputs& outputs_;
  Console& console_;
  SignalGuard& signals_;
  Delivery delivery_;
  bool saved_ = false, drawn_ = false, certified_ = false;
  std::string result_is_in_;  // where it was not asked to be
  std::optional<Failure> first_failure_;
};

}  // namespace

Outcome<SolveOutputs> open_outputs(const SolveSettings& settings) {
  SolveOutputs outputs;
  const std::pair<std::string, std::optional<io::OutputFile>*> files[] = {
      {settings.output, &outputs.result},
      {settings.svg, &outputs.svg},
      {settings.certificate, &outputs.certificate},
      {has_data(settings) ? "-" : "", &outputs.printed}};
  for (const auto& [path, file] : files) {
    if (path.empty()) continue;
    auto opened = open_output(path);
    if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
    file->emplace(std::get<io::OutputFile>(std::move(opened)));
  }
  return outputs;
}

bool takes_standard_output(const SolveOutputs& outputs) {
  const auto takes = [](const auto& file) { return file && file->is_standard_output(); };
  return outputs.printed || takes(outputs.result) || takes(outputs.svg) ||
         takes(outputs.certificate);
}

void announce(const SolveOutputs& outputs, Console& console) {
  for (const auto* const file : {&outputs.result, &outputs.svg, &outputs.certificate}) {
    if (*file) announce(**file, [&console](const std::string& text) { console.warn(text); });
  }
}

std::optional<Failure> deliver(const SolveCase& solve_case, const Result& result,
                               SolveOutputs& outputs, SolveReport& report, SolveStream& stream,
                               Console& console, SignalGuard& signals) {
  SolveDelivery delivery(solve_case, result, outputs, console, signals);
  delivery.files();
  delivery.standard_output(stream);
  delivery.report(report);
  return delivery.first_failure();
}

}  // namespace moccasin::app
