// SPDX-License-Identifier: Apache-2.0
// Memory over time: stacked bands, what is live in all as a line, budget, peak, and under the axis
// the steps that run again.
'use strict';

const LINE = 15;  // pixels of a line of text

// How much of each of `width` columns, 0 to 1, goes into steps that run again; and where there is
// `any` such step, of which one that takes no time has no share.
function recomputedOf(schedule, { x0, x1, axis }, width) {
  const edges = schedule.edges[axis], scale = width / (x1 - x0);
  const share = new Float64Array(width), any = new Uint8Array(width);
  const to = schedule.stepAt(x1, axis);
  for (let step = schedule.firstAt(x0, axis); step <= to; ++step) {
    if (schedule.copyAt[step] === 0) continue;
    const start = (edges[step] - x0) * scale, end = (edges[step + 1] - x0) * scale;
    if (start >= width && end > start) break;  // it begins where the view ends
    const first = Math.min(Math.max(Math.floor(start), 0), width - 1);
    const behind = Math.min(Math.max(Math.ceil(end), first + 1), width);
    for (let c = first; c < behind; ++c) {
      share[c] += Math.max(Math.min(end, c + 1) - Math.max(start, c), 0);
      any[c] = 1;
    }
  }
  return { share, any };
}

// A strip under the axis: how much of a column's steps (or of their time) runs again.
function drawMarks(plot, theme, schedule) {
  const { context } = plot.surface, width = Math.round(plot.width);
  const { share, any } = recomputedOf(schedule, plot.view, width);
  context.fillStyle = theme.again;
  for (let c = 0; c < width; ++c) {
    if (any[c] === 0) continue;
    context.globalAlpha = 0.35 + 0.65 * Math.min(share[c], 1);
    context.fillRect(plot.left + c, plot.bottom + 3, 1, 7);
  }
  context.globalAlpha = 1;
}

function drawTimeAxis(plot, theme, units) {
  const { axis, x1 } = plot.view, timed = axis === 'time';
  const scale = timed ? units.timeScale(x1) : [1, 'step'];
  plot.drawXAxis(theme, scale, timed ? 'time, ' + scale[1] : 'step', !timed);
}

class MemoryView {
  constructor(state) { this.state = state; }

  // The same for every schedule, so that they can be compared.
  highest() {
    return 1.06 * Math.max(
      ...this.state.schedules.map((schedule) => Math.max(schedule.peak, schedule.budget ?? 0)));
  }

  parts() {
    const { state } = this;
    return { state, schedule: state.schedule, base: state.base };
  }

  // Once for a view; what the pointer does is drawn over it.
  draw(surface, theme, view) {
    const { state, schedule, base } = this.parts();
    const plot = this.plot = new Plot(surface, view);
    const columns = this.columns = schedule.columns(view, Math.round(plot.width));
    this.stack = new Stack(schedule, columns, this.bands(view, columns));
    plot.drawYAxis(theme, state.units.sizeScale(view.y1), 'live');
    plot.within(surface, () => {
      this.stack.each((band, ...place) => this.drawBand(surface, theme, band, ...place));
      this.drawOutline(schedule, columns, theme.text, 1.1);
      if (state.showsBase) {
        this.drawOutline(base, base.columns(view, columns.length), theme.base, 1.4);
      }
    });
    drawMarks(plot, theme, schedule);
    drawTimeAxis(plot, theme, state.units);
    this.drawPeak(surface, theme, this.drawBudget(surface, theme));
  }

  bands(view, columns) {
    const { state, schedule } = this.parts();
    if (state.bandsOf === 'kinds') return kindBands(schedule, state.kinds);
    const from = columns[0];
    let to = columns.length - 1;
    while (to > 0 && columns[to] < 0) --to;
    if (from < 0) return [];
    const pixel = (view.y1 - view.y0) / this.plot.height;
    const wanted = state.chosen < 0 ? state.matches : [state.chosen, ...state.matches];
    return tensorBands(schedule, state.kinds, from, columns[to], 1.2 * pixel, wanted);
  }

  // What is stacked at a step, from the lowest up: {band, bottom, top}.
  bandsAt(step) {
    const places = [];
    const stack =
      new Stack(this.state.schedule, Int32Array.of(step), this.stack.bands.slice(1, -2));
    stack.each((band, from, to, [bottom], [top]) => places.push({ band, bottom, top }));
    return places;
  }

  // Up along the tops, back along the bottoms; a point where one changes.
  path(context, from, to, bottoms, tops) {
    const { plot } = this, { left } = plot;
    context.beginPath();
    for (let c = from; c < to; ++c) {
      const y = plot.y(tops[c]);
      if (c === from) context.moveTo(left + c, y);
      else if (tops[c] !== tops[c - 1]) {
        context.lineTo(left + c, plot.y(tops[c - 1]));
        context.lineTo(left + c, y);
      }
    }
    context.lineTo(left + to, plot.y(tops[to - 1]));
    for (let c = to - 1; c >= from; --c) {
      if (c === to - 1 || bottoms[c] !== bottoms[c + 1]) {
        context.lineTo(left + c + 1, plot.y(bottoms[c]));
      }
      if (c === from || bottoms[c] !== bottoms[c - 1]) context.lineTo(left + c, plot.y(bottoms[c]));
    }
    context.closePath();
  }

  drawBand(surface, theme, band, from, to, bottoms, tops) {
    const { context } = surface, { state } = this;
    if (!this.isSeen(from, to, bottoms, tops)) return;
    const dim = state.query !== '' && !(band.buffer >= 0 && state.isMatch[band.buffer]);
    this.path(context, from, to, bottoms, tops);
    context.globalAlpha = dim ? 0.22 : 1;
    context.fillStyle = theme.of(band);
    context.fill();
    if (band.again) {
      context.fillStyle = surface.hatch(theme.ground);
      context.fill();
    }
    if (band.type === 'resident' || this.thickest(from, to, bottoms, tops) > 3) {
      context.strokeStyle = theme.ground;
      context.lineWidth = 0.8;
      context.stroke();
    }
    if (!dim) this.drawName(surface, theme, band, from, to, bottoms, tops);
    context.globalAlpha = 1;
  }

  // Whether some of it is between the ends of the y axis.
  isSeen(from, to, bottoms, tops) {
    const { y0, y1 } = this.plot.view;
    for (let c = from; c < to; ++c) if (tops[c] > y0 && bottoms[c] < y1) return true;
    return false;
  }

  // Pixels; of a band of a tensor, which is as thick everywhere, of its first column.
  thickest(from, to, bottoms, tops) {
    let most = tops[from] - bottoms[from];
    for (let c = from; c < to; c += 8) most = Math.max(most, tops[c] - bottoms[c]);
    return most * this.plot.height / (this.plot.view.y1 - this.plot.view.y0);
  }

  // Where a line of text fits into the band, all of it if there is such a place.
  drawName(surface, theme, band, from, to, bottoms, tops) {
    const { plot } = this, space = 14;
    if (to - from < 44 || this.thickest(from, to, bottoms, tops) < LINE) return;
    const whole = surface.context.measureText(band.name).width + space;
    const place = this.placeOf(whole, from, to, bottoms, tops) ??
      this.placeOf(Math.min(Math.max(whole / 2, 72), whole), from, to, bottoms, tops);
    if (place === null) return;
    const text = surface.shortened(band.name, place.width - space);
    const color = band.type === 'resident' || band.color < 0 ? theme.text : theme['on-band'];
    surface.label(text, plot.left + place.from + 7, place.middle + 4, color);
  }

  // The first place of `width` columns in which the band is as high as a line: {from, width,
  // middle}; null: there is none.
  placeOf(width, from, to, bottoms, tops) {
    const { plot } = this, columns = Math.ceil(width);
    for (let start = from; start + columns <= to;) {
      let low = plot.bottom, high = plot.top, at = start + columns - 1;
      // From its end, so that the next try begins behind what does not fit.
      for (; at >= start && low - high >= LINE; --at) {
        low = Math.min(low, plot.y(bottoms[at]));
        high = Math.max(high, plot.y(tops[at]));
      }
      if (low - high >= LINE) return { from: start, width: columns, middle: (low + high) / 2 };
      start = at + 2;
    }
    return null;
  }

  drawOutline(schedule, columns, color, width) {
    const { plot } = this, { context } = plot.surface;
    context.beginPath();
    let before = -1;
    for (let c = 0; c < columns.length && columns[c] >= 0; ++c) {
      const live = schedule.live[columns[c]];
      if (c === 0) context.moveTo(plot.left, plot.y(live));
      else if (live !== before) {
        context.lineTo(plot.left + c, plot.y(before));
        context.lineTo(plot.left + c, plot.y(live));
      }
      before = live;
      context.lineTo(plot.left + c + 1, plot.y(live));
    }
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
  }

  // Where the words above the plot begin that are on its right.
  drawBudget(surface, theme) {
    const { schedule, state } = this.parts(), { plot } = this;
    if (schedule.budget === null) return plot.right;
    const y = plot.y(schedule.budget);
    if (y < plot.top || y > plot.bottom) return plot.right;
    surface.line(plot.left, y, plot.right, y, theme.budget, 1.5, [6, 4]);
    const text = '╌ budget ' + state.units.size(schedule.budget);
    surface.label(text, plot.right, 12, theme.budget, 'right');
    return plot.right - surface.context.measureText(text).width - 16;
  }

  drawPeak(surface, theme, end) {
    const { schedule, state } = this.parts(), { plot } = this, { context } = surface;
    const edges = schedule.edges[plot.view.axis], step = schedule.peakStep;
    const x = plot.x((edges[step] + edges[step + 1]) / 2), y = plot.y(schedule.peak);
    if (!plot.contains(x, y)) return;
    context.beginPath();
    context.arc(x, y, 4, 0, 2 * Math.PI);
    context.fillStyle = theme.ground;
    context.fill();
    context.strokeStyle = theme.text;
    context.lineWidth = 1.6;
    context.stroke();
    const start = plot.left + 36;
    const text = '○ peak ' + state.units.size(schedule.peak) + ' at step ' + grouped(step);
    surface.label(surface.shortened(text, end - start), start, 12, theme.text);
  }

  // What is at a place of the surface: {step, band}; null: nothing runs there.
  at(x, y) {
    const { schedule } = this.parts(), { plot } = this;
    if (x < plot.left || x >= plot.right) return null;
    const column = Math.min(Math.floor(x - plot.left), this.columns.length - 1);
    const step = this.columns[column];
    if (step < 0 || step >= schedule.length) return null;
    return { step, band: plot.contains(x, y) ? this.stack.at(step, plot.yValue(y)) : null };
  }

  // The columns [begin, end) of a band that are outlined: all of what is pointed at and of the
  // chosen buffer; of the kind that the latter is in, where kinds are drawn, those of its life.
  outlinedOf(other, band, from, to) {
    const { chosen, schedule, bandsOf, kinds } = this.state, { columns } = this;
    if (sameBand(other, band) || (chosen >= 0 && other.buffer === chosen)) return [from, to];
    if (chosen < 0 || bandsOf !== 'kinds') return [from, from];
    const kind = schedule.kindOfBuffer(chosen);
    const holds = kinds.color[kind] < 0 ? other.type === 'rest' : other.kind === kind;
    if (!holds) return [from, from];
    let begin = from;
    while (begin < to && columns[begin] < schedule.first[chosen]) ++begin;
    let end = begin;
    while (end < to && columns[end] <= schedule.last[chosen]) ++end;
    return [begin, end];
  }

  // The step and the band that are pointed at, and what is chosen, over what is drawn.
  drawFocus(surface, theme, { step, band }) {
    const { plot } = this, { schedule } = this.parts(), { context } = surface;
    plot.within(surface, () => this.stack.each((other, from, to, bottoms, tops) => {
      const [begin, end] = this.outlinedOf(other, band, from, to);
      if (begin === end) return;
      this.path(context, begin, end, bottoms, tops);
      context.fillStyle = context.strokeStyle = theme.accent;
      context.globalAlpha = 0.18;
      context.fill();
      context.globalAlpha = 1;
      context.lineWidth = 2;
      context.stroke();
    }));
    if (step !== null) plot.drawStep(surface, theme, schedule, step);
  }
}
