// SPDX-License-Identifier: Apache-2.0
// What is stacked: resident memory, bands of tensors or of kinds of operations, what is too small
// to be seen, workspace.
//
//   |        ____ workspace          A band has the bytes that it has at a step. Those of tensors
//   |    ___/rest\__                 stand in the order in which they are written, so that what
//   |   /  conv_2   \______          lives longest lies lowest and is not pushed up and down.
//   |  /____conv_1_________\
//   |________resident_______
'use strict';

const MOST_BANDS = 5000;
const COLORED_KINDS = 8;

class Band {
  constructor(type, name, color, first, last, bytesAt) {
    this.type = type;  // "resident", "tensor", "kind", "rest", "workspace"
    this.name = name;
    this.color = color;  // index into the palette; -1: grey
    this.first = first;  // steps
    this.last = last;
    this.bytesAt = bytesAt;
    this.buffer = -1;
    this.kind = -1;
    this.again = false;  // a copy after the first
  }
}

// Whether both are of the same thing; they may come from two stacks.
function sameBand(a, b) {
  return a !== null && b !== null && a.type === b.type && a.buffer === b.buffer &&
    a.kind === b.kind;
}

function workspaceBand(schedule) {
  return new Band('workspace', 'workspace', -1, 0, schedule.length - 1,
                  (step) => schedule.workspace[step]);
}

// Which kinds hold most bytes for most steps: those have a colour of their own.
class Kinds {
  constructor(schedules) {
    const graph = schedules[0].graph;
    const weight = new Float64Array(graph.kinds.length);
    for (const schedule of schedules) {
      for (let i = 0; i < schedule.size.length; ++i) {
        weight[schedule.kindOfBuffer(i)] +=
          schedule.size[i] * (schedule.last[i] - schedule.first[i] + 1);
      }
    }
    this.byWeight = [...weight.keys()].sort((a, b) => weight[b] - weight[a] || a - b);
    this.color = new Int32Array(graph.kinds.length).fill(-1);
    this.byWeight.slice(0, COLORED_KINDS).forEach((kind, i) => {
      if (weight[kind] > 0) this.color[kind] = i;
    });
    this.colored = this.byWeight.filter((kind) => this.color[kind] >= 0);
  }
}

function tensorBand(schedule, kinds, i) {
  const size = schedule.size[i];
  const band = new Band('tensor', schedule.bufferName(i), kinds.color[schedule.kindOfBuffer(i)],
                        schedule.first[i], schedule.last[i], () => size);
  band.buffer = i;
  band.kind = schedule.kindOfBuffer(i);
  band.again = schedule.copy[i] > 0;
  return band;
}

// Of the buffers live in [from, to] those of at least `least` bytes, and those of `wanted`.
function tensorBands(schedule, kinds, from, to, least, wanted) {
  const chosen = new Set();
  const take = (i) => {
    if (schedule.first[i] <= to && schedule.last[i] >= from) chosen.add(i);
  };
  for (const i of wanted) if (chosen.size < MOST_BANDS / 2) take(i);
  for (const i of schedule.bySize) {
    if (schedule.size[i] < least || chosen.size >= MOST_BANDS) break;
    take(i);
  }
  return [...chosen].sort((a, b) => a - b).map((i) => tensorBand(schedule, kinds, i));
}

function kindBands(schedule, kinds) {
  schedule.kindBands ??= kinds.colored.map((kind) => {
    const bytes = new Float64Array(schedule.length + 1);
    for (let i = 0; i < schedule.size.length; ++i) {
      if (schedule.kindOfBuffer(i) !== kind) continue;
      bytes[schedule.first[i]] += schedule.size[i];
      bytes[schedule.last[i] + 1] -= schedule.size[i];
    }
    for (let step = 1; step < bytes.length; ++step) bytes[step] += bytes[step - 1];
    const band = new Band('kind', schedule.graph.kinds[kind], kinds.color[kind], 0,
                          schedule.length - 1, (step) => bytes[step]);
    band.kind = kind;
    return band;
  });
  return schedule.kindBands;
}

// All bands over `columns` (steps, as Schedule.columns has them), from the lowest up. The rest is
// what is live and in none of the others.
class Stack {
  constructor(schedule, columns, bands) {
    this.schedule = schedule;
    this.columns = columns;
    const all = schedule.length - 1, { resident } = schedule.graph;
    const rest = new Band('rest', 'smaller tensors', -1, 0, all, null);
    this.bands = [new Band('resident', 'resident', -1, 0, all, () => resident), ...bands, rest,
                  workspaceBand(schedule)];
    if (bands.length > 0 && bands[0].type === 'kind') rest.name = 'other kinds';
  }

  // Calls `visit(band, from, to, bottoms, tops)` of each band that is seen: columns [from, to), and
  // bytes by column there.
  each(visit) {
    const { columns, schedule } = this;
    const height = new Float64Array(columns.length);
    const bottoms = new Float64Array(columns.length), tops = new Float64Array(columns.length);
    let end = columns.length;
    while (end > 0 && columns[end - 1] < 0) --end;
    const lowerBound = (step) => {
      let low = 0, high = end;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (columns[middle] < step) low = middle + 1; else high = middle;
      }
      return low;
    };
    for (const band of this.bands) {
      const from = lowerBound(band.first), to = lowerBound(band.last + 1);
      let seen = false;
      for (let c = from; c < to; ++c) {
        const step = columns[c];
        bottoms[c] = height[c];
        const bytes = band.type === 'rest'
          ? Math.max(schedule.live[step] - schedule.workspace[step] - height[c], 0)
          : band.bytesAt(step);
        height[c] += bytes;
        tops[c] = height[c];
        seen ||= bytes > 0;
      }
      if (seen) visit(band, from, to, bottoms, tops);
    }
  }

  // The band that `bytes` of a step are in; null above all of them.
  at(step, bytes) {
    let height = 0;
    const { live, workspace } = this.schedule;
    for (const band of this.bands) {
      if (step < band.first || step > band.last) continue;
      const size = band.type === 'rest' ? Math.max(live[step] - workspace[step] - height, 0)
                                        : band.bytesAt(step);
      if (bytes >= height && bytes < height + size) return band;
      height += size;
    }
    return null;
  }
}
