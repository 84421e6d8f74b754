// SPDX-License-Identifier: Apache-2.0
#include "convert/minizinc.h"

#include <algorithm>
#include <ostream>
#include <vector>

#include "base/assert.h"
#include "convert/scaling.h"

namespace moccasin::convert {
namespace {

constexpr const char* kModel =
    R"(% The fastest schedule of a computation graph within a memory budget, the first runs in base order.
% Written by `moccasin convert`; the data come in a file of their own.
%
% Stage s ends with the first run of operation s; before it, operations 1..s-1 may run again, each
% at most once, in base order. So the run of operation p in stage s is event (s, p), p <= s, and
% events are numbered by time. Copy i of operation v runs at event start[v, i]; what it wrote of
% tensor x is kept until event last[x, i]. A read takes the latest copy.
include "cumulative.mzn";

int: operations;
int: tensors;
int: reads;
int: most_copies;
int: budget;  % without what is always live
int: ticks;   % a unit of duration
int: bytes;   % a unit of memory
array[1..operations] of int: duration;
array[1..operations] of int: workspace;
array[1..operations] of int: copies;  % runs allowed
array[1..tensors] of int: producer;
array[1..tensors] of int: size;
array[1..tensors] of bool: retained;  % must be there at the end
array[1..reads] of int: reader;
array[1..reads] of int: tensor;  % that it reads

set of int: OPERATION = 1..operations;
set of int: TENSOR = 1..tensors;
set of int: COPY = 1..most_copies;
function int: event(int: stage, int: op) = (stage - 1) * stage div 2 + op;
function var int: event(var int: stage, int: op) = (stage - 1) * stage div 2 + op;
int: events = event(operations, operations);

array[OPERATION, COPY] of var bool: runs;
array[OPERATION, COPY] of var 1..operations: stage;
array[OPERATION, COPY] of var 1..events: start;
array[TENSOR, COPY] of var 1..events: last;
array[TENSOR, COPY] of var 1..events: length;  % from start to last, both included

constraint forall (v in OPERATION) (runs[v, 1] /\ stage[v, 1] = v);
constraint forall (v in OPERATION, i in COPY) (
  stage[v, i] >= v /\ start[v, i] = event(stage[v, i], v) /\ (i > copies[v] -> not runs[v, i])
);
% Copies are made one after the other; those that are not made are the last ones, and stand still.
constraint forall (v in OPERATION, i in COPY where i > 1) (
  (runs[v, i] -> runs[v, i - 1] /\ stage[v, i] > stage[v, i - 1]) /\
  (not runs[v, i] -> stage[v, i] = v)
);
constraint forall (x in TENSOR, i in COPY) (
  length[x, i] = last[x, i] - start[producer[x], i] + 1 /\
  (not runs[producer[x], i] -> last[x, i] = start[producer[x], i]) /\
  (i < most_copies -> (runs[producer[x], i + 1] -> last[x, i] < start[producer[x], i + 1]))
);
constraint forall (r in 1..reads, i in COPY) (
  runs[reader[r], i] -> exists (j in COPY) (
    runs[producer[tensor[r]], j] /\
    start[producer[tensor[r]], j] < start[reader[r], i] /\ start[reader[r], i] <= last[tensor[r], j]
  )
);
constraint forall (x in TENSOR where retained[x]) (
  exists (i in COPY) (runs[producer[x], i] /\ last[x, i] = events)
);
constraint cumulative(
  [start[producer[x], i] | x in TENSOR, i in COPY] ++ [start[v, i] | v in OPERATION, i in COPY],
  [length[x, i] | x in TENSOR, i in COPY] ++
    [1 | v in OPERATION, i in COPY],
  [size[x] * bool2int(runs[producer[x], i]) | x in TENSOR, i in COPY] ++
    [workspace[v] * bool2int(runs[v, i]) | v in OPERATION, i in COPY],
  max(budget, 0)
);
constraint budget >= 0;

var int: total = sum (v in OPERATION, i in COPY) (duration[v] * bool2int(runs[v, i]));
% The least `last` follows from the rest.
solve :: seq_search([
  bool_search(array1d(runs), input_order, indomain_min, complete),
  int_search(array1d(stage), input_order, indomain_min, complete),
  int_search(array1d(last), input_order, indomain_min, complete)
]) minimize total;
output ["duration = \(total * ticks);\n"];
)";

template <class Items, class Value>
void write_array(std::ostream& out, const char* name, const Items& items, const Value& value) {
  out << name << " = [";
  const char* separator = "";
  for (const auto& item : items) {
    out << separator << value(item);
    separator = ", ";
  }
  out << "];\n";
}

}  // namespace

void write_minizinc_model(std::ostream& out) { out << kModel; }

void write_minizinc_data(std::ostream& out, const model::Problem& problem) {
  MOCCASIN_ASSERT(problem.max_copies > 0);
  const Scaled data = scaled(problem);
  const auto most_copies = std::min(static_cast<std::size_t>(problem.max_copies),
                                    std::max<std::size_t>(data.operations.size(), 1));
  struct Read {
    std::size_t reader, tensor;  // numbered from 1, as MiniZinc does
  };
  std::vector<Read> reads;
  for (std::size_t op = 0; op < data.operations.size(); ++op) {
    for (const std::size_t tensor : data.operations[op].inputs) {
      reads.push_back({op + 1, tensor + 1});
    }
  }
  out << "operations = " << data.operations.size() << ";\ntensors = " << data.tensors.size()
      << ";\nreads = " << reads.size() << ";\nmost_copies = " << most_copies
      << ";\nbudget = " << data.budget << ";\nticks = " << data.ticks << ";\nbytes = " << data.bytes
      << ";\n";
  using Operation = Scaled::Operation;
  using Tensor = Scaled::Tensor;
  write_array(out, "duration", data.operations, [](const Operation& op) { return op.duration; });
  write_array(out, "workspace", data.operations, [](const Operation& op) { return op.workspace; });
  write_array(out, "copies", data.operations, [](const Operation& op) { return op.copies; });
  write_array(out, "producer", data.tensors, [](const Tensor& x) { return x.producer + 1; });
  write_array(out, "size", data.tensors, [](const Tensor& x) { return x.size; });
  write_array(out, "retained", data.tensors,
              [](const Tensor& x) { return x.retained ? "true" : "false"; });
  write_array(out, "reader", reads, [](const Read& read) { return read.reader; });
  write_array(out, "tensor", reads, [](const Read& read) { return read.tensor; });
}

}  // namespace moccasin::convert
