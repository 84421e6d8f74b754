// SPDX-License-Identifier: Apache-2.0
// The graph, as plot/page_data.h writes it. Names are texts and are only ever shown as such.
'use strict';

class Graph {
  constructor(raw) {
    this.name = raw.name;
    this.units = new Units(raw.sizeUnit, raw.durationUnit);
    this.resident = raw.resident;
    this.kinds = raw.kinds;
    this.names = raw.operations.name;
    this.kindOf = raw.operations.kind;
    this.durations = raw.operations.duration;
    this.workspaces = raw.operations.workspace;
    this.producers = raw.tensors.producer;
    this.sizes = raw.tensors.size;
    this.isRetained = new Uint8Array(this.sizes.length);
    for (const tensor of raw.tensors.retained) this.isRetained[tensor] = 1;
    this.outputs = this.names.map(() => []);
    this.outputIndex = this.producers.map((op, tensor) => this.outputs[op].push(tensor) - 1);
    this.inputs = [];
    for (let at = 0; at < raw.reads.length; at += raw.reads[at] + 1) {
      this.inputs.push(raw.reads.slice(at + 1, at + 1 + raw.reads[at]));
    }
    this.baseDuration = this.durations.reduce((sum, ticks) => sum + ticks, 0);
  }

  // "split:1#2": output 1 of an operation of several, written by its third run.
  bufferName(tensor, copy) {
    const op = this.producers[tensor];
    return this.names[op] + (this.outputs[op].length > 1 ? ':' + this.outputIndex[tensor] : '') +
      (copy > 0 ? '#' + copy : '');
  }

  kindName(op) { return this.kinds[this.kindOf[op]]; }
}
