// SPDX-License-Identifier: Apache-2.0
// A schedule replayed: which buffers there are, from which step to which, and what is live.
'use strict';

class Schedule {
  constructor(graph, raw) {
    this.graph = graph;
    this.name = raw.name;
    this.status = raw.status;
    this.budget = raw.budget;
    this.placement = raw.placement;
    const count = raw.steps.length;
    this.steps = new Int32Array(count);
    for (let i = 0, op = 0; i < count; ++i) this.steps[i] = op += raw.steps[i];
    this.length = count;
    this.replay();
    this.measure();
    this.tell();
  }

  // Buffers, a column each, in the order in which they are written.
  replay() {
    const { graph, steps, length } = this;
    const tensors = [], copies = [], firsts = [], lasts = [];
    const current = new Int32Array(graph.sizes.length).fill(-1);  // the buffer that a read finds
    const runs = new Int32Array(graph.names.length);
    this.copyAt = new Int32Array(length);
    for (let step = 0; step < length; ++step) {
      const op = steps[step];
      this.copyAt[step] = runs[op]++;
      for (const tensor of graph.inputs[op]) lasts[current[tensor]] = step;
      for (const tensor of graph.outputs[op]) {
        current[tensor] = tensors.length;
        tensors.push(tensor);
        copies.push(this.copyAt[step]);
        firsts.push(step);
        lasts.push(step);
      }
    }
    for (let tensor = 0; tensor < current.length; ++tensor) {
      if (graph.isRetained[tensor]) lasts[current[tensor]] = length - 1;
    }
    this.runs = runs;
    this.tensor = Int32Array.from(tensors);
    this.copy = Int32Array.from(copies);
    this.first = Int32Array.from(firsts);
    this.last = Int32Array.from(lasts);
    this.size = Float64Array.from(tensors, (tensor) => graph.sizes[tensor]);
  }

  measure() {
    const { graph, steps, length } = this;
    const change = new Float64Array(length + 1);
    for (let i = 0; i < this.size.length; ++i) {
      change[this.first[i]] += this.size[i];
      change[this.last[i] + 1] -= this.size[i];
    }
    this.live = new Float64Array(length);
    this.workspace = Float64Array.from(steps, (op) => graph.workspaces[op]);
    this.starts = new Float64Array(length + 1);
    this.peakStep = 0;
    for (let step = 0, buffers = 0; step < length; ++step) {
      buffers += change[step];
      this.live[step] = graph.resident + buffers + this.workspace[step];
      if (this.live[step] > this.live[this.peakStep]) this.peakStep = step;
      this.starts[step + 1] = this.starts[step] + graph.durations[steps[step]];
    }
    this.peak = this.live[this.peakStep];
    this.duration = this.starts[length];
  }

  // What is said of it as a whole, and the order in which buffers are looked through.
  tell() {
    this.recomputed = this.copyAt.reduce((sum, copy) => sum + (copy > 0), 0);
    this.overhead = this.graph.baseDuration > 0 ? this.duration / this.graph.baseDuration - 1 : 0;
    this.edges = { step: Float64Array.from({ length: this.length + 1 }, (_, i) => i),
                   time: this.starts };
    const life = (i) => this.last[i] - this.first[i];
    this.bySize = Int32Array.from(this.size.keys()).sort(
      (a, b) => this.size[b] - this.size[a] || life(b) - life(a) || a - b);
  }

  bufferName(i) { return this.graph.bufferName(this.tensor[i], this.copy[i]); }
  kindOfBuffer(i) { return this.graph.kindOf[this.graph.producers[this.tensor[i]]]; }

  // The step that runs at `x` of an axis ("step" or "time"), one of all.
  stepAt(x, axis) {
    const edges = this.edges[axis];
    let low = 0, high = this.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edges[middle] <= x) low = middle; else high = middle - 1;
    }
    return low;
  }

  // The first step that runs at `x` or behind it. One that takes no time may be before stepAt().
  firstAt(x, axis) {
    const edges = this.edges[axis];
    let low = 0, high = this.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle] >= x) high = middle; else low = middle + 1;
    }
    return low > 0 && edges[low] > x ? low - 1 : low;
  }

  // Buffers live at `step`, the largest first.
  liveAt(step) {
    return this.bySize.filter((i) => this.first[i] <= step && step <= this.last[i]);
  }

  // Steps that read buffer `i`.
  readersOf(i) {
    const readers = [];
    for (let step = this.first[i] + 1; step <= this.last[i]; ++step) {
      if (this.graph.inputs[this.steps[step]].includes(this.tensor[i])) readers.push(step);
    }
    return readers;
  }

  // By column of `width` ones between x0 and x1: the step with most live of those that run in it;
  // -1 behind the end. A step of no time is in one column, at the ends as well.
  columns({ x0, x1, axis }, width) {
    const edges = this.edges[axis], end = edges[this.length];
    const steps = new Int32Array(width).fill(-1);
    const scale = (x1 - x0) / width;
    const nearEnd = end - 1e-9 * (x1 - x0);  // a view's end is not exact
    let first = this.firstAt(x0, axis);
    for (let column = 0; column < width && x0 + column * scale < end; ++column) {
      const right = x0 + (column + 1) * scale, takesRest = right >= nearEnd;
      let best = first, last = first;
      while (last + 1 < this.length && (takesRest || edges[last + 1] < right)) {
        ++last;
        if (this.live[last] > this.live[best]) best = last;
      }
      steps[column] = best;
      first = edges[last + 1] > right || last + 1 === this.length ? last : last + 1;
    }
    return steps;
  }
}
