// SPDX-License-Identifier: Apache-2.0
#include "convert/linear_program.h"

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "convert/scaling.h"

namespace moccasin::convert {
namespace {

// Rows as the format wants them: short lines, and no row without a variable.
class LpText {
 public:
  explicit LpText(std::ostream& out) : out_(out) {}

  void begin_row() {
    out_ << "r" << ++rows_ << ":";
    terms_ = 0;
  }
  void term(std::int64_t coefficient, const std::string& column) {
    constexpr int kTermsALine = 8;
    if (terms_ > 0 && terms_ % kTermsALine == 0) out_ << "\n";
    ++terms_;
    out_ << (coefficient < 0 ? " - " : " + ");
    const std::int64_t amount = coefficient < 0 ? -coefficient : coefficient;
    if (amount != 1) out_ << amount << " ";
    out_ << column;
  }
  void at_most(std::int64_t most) { out_ << " <= " << most << "\n"; }
  void exactly(std::int64_t value) { out_ << " = " << value << "\n"; }

 private:
  std::ostream& out_;
  std::uint64_t rows_ = 0;
  int terms_ = 0;
};

std::string run_column(std::size_t stage, std::size_t op) {
  return "R_" + std::to_string(stage) + "_" + std::to_string(op);
}

std::string held_column(std::size_t stage, std::size_t op, std::size_t tensor) {
  return "H_" + std::to_string(stage) + "_" + std::to_string(op) + "_" + std::to_string(tensor);
}

// All rows, step by step.
class Rows {
 public:
  Rows(std::ostream& out, const Scaled& data)
      : text_(out), data_(data), held_(data.tensors.size()), here_(data.tensors.size()) {
    read_.resize(data.tensors.size());
    for (const Scaled::Operation& op : data.operations) {
      for (const std::size_t tensor : op.inputs) read_[tensor] = true;
    }
  }

  void write() {
    for (std::size_t stage = 0; stage < data_.operations.size(); ++stage) {
      for (std::size_t op = 0; op <= stage; ++op) write_step(stage, op);
      fix(run_column(stage, stage));
    }
    for (std::size_t tensor = 0; tensor < data_.tensors.size(); ++tensor) {
      if (data_.tensors[tensor].retained) fix(*held_[tensor]);
    }
    for (std::size_t op = 0; op + 1 < data_.operations.size(); ++op) {
      if (data_.operations[op].copies == 0) continue;
      text_.begin_row();
      for (std::size_t stage = op + 1; stage < data_.operations.size(); ++stage) {
        text_.term(1, run_column(stage, op));
      }
      text_.at_most(data_.operations[op].copies - 1);
    }
  }

 private:
  void fix(const std::string& column) {
    text_.begin_row();
    text_.term(1, column);
    text_.exactly(1);
  }

  void write_step(std::size_t stage, std::size_t op) {
    const Scaled::Operation& operation = data_.operations[op];
    const std::string runs = run_column(stage, op);
    std::int64_t own = operation.workspace;  // live in any case if it runs
    for (const std::size_t tensor : operation.inputs) {
      text_.begin_row();
      text_.term(1, runs);
      text_.term(-1, *held_[tensor]);
      text_.at_most(0);
      own += data_.tensors[tensor].size;
      here_[tensor] = true;
    }
    for (const std::size_t tensor : operation.outputs) {
      own += data_.tensors[tensor].size;
      here_[tensor] = true;
    }
    hold(stage, op, runs);
    write_live(own, runs);
    for (const std::size_t tensor : operation.inputs) here_[tensor] = false;
    for (const std::size_t tensor : operation.outputs) here_[tensor] = false;
  }

  // A tensor is held after the step only if it was before, or the step makes it.
  void hold(std::size_t stage, std::size_t op, const std::string& runs) {
    for (std::size_t tensor = 0; tensor < data_.tensors.size(); ++tensor) {
      const bool made = data_.tensors[tensor].producer == op;
      const bool wanted = read_[tensor] || data_.tensors[tensor].retained;
      if (!wanted || (!made && !held_[tensor])) continue;
      const std::string after = held_column(stage, op, tensor);
      text_.begin_row();
      text_.term(1, after);
      if (held_[tensor]) text_.term(-1, *held_[tensor]);
      if (made) text_.term(-1, runs);
      text_.at_most(0);
      held_[tensor] = after;
    }
  }

  void write_live(std::int64_t own, const std::string& runs) {
    text_.begin_row();
    text_.term(own, runs);
    for (std::size_t tensor = 0; tensor < data_.tensors.size(); ++tensor) {
      if (!held_[tensor] || here_[tensor] || data_.tensors[tensor].size == 0) continue;
      text_.term(data_.tensors[tensor].size, *held_[tensor]);
    }
    text_.at_most(data_.budget);
  }

  LpText text_;
  const Scaled& data_;
  std::vector<std::optional<std::string>>
      held_;                // by tensor: the column of now, if it can be there
  std::vector<bool> here_;  // by tensor: the step reads or writes it
  std::vector<bool> read_;  // by tensor: somebody reads it
};

}  // namespace

double linear_program_columns(const model::Graph& graph) {
  const auto n = static_cast<double>(graph.num_operations());
  return n * (n + 1) / 2 * (1 + static_cast<double>(graph.num_tensors()) / 2);
}

void write_linear_program(std::ostream& out, const model::Problem& problem) {
  const Scaled data = scaled(problem);
  const std::size_t n = data.operations.size();
  out << "\\ The duration of what runs again, in units of " << data.ticks << "; memory in units of "
      << data.bytes << "\nMinimize\nobj:";
  LpText objective(out);
  if (n == 1)
    objective.term(0, run_column(0, 0));  // nothing to decide, but a row is not to be empty
  for (std::size_t stage = 0; stage < n; ++stage) {
    for (std::size_t op = 0; op < stage; ++op) {
      objective.term(data.operations[op].duration, run_column(stage, op));
    }
  }
  out << "\nSubject To\n";
  Rows(out, data).write();
  out << "Binary\n";
  for (std::size_t stage = 0; stage < n; ++stage) {
    for (std::size_t op = 0; op <= stage; ++op) out << run_column(stage, op) << "\n";
  }
  out << "End\n";
}

}  // namespace moccasin::convert
