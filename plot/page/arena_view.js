// SPDX-License-Identifier: Apache-2.0
// Where the buffers of a schedule lie in the arena: a rectangle each, as wide as its life and as
// high as its bytes. Only of a schedule whose file has offsets.
'use strict';

class ArenaView {
  constructor(state) { this.state = state; }

  highest() { return this.state.schedule.placement.arena * 1.06 || 1; }

  draw(surface, theme, view) {
    const { state } = this, { schedule } = state;
    const plot = this.plot = new Plot(surface, view);
    plot.drawYAxis(theme, state.units.sizeScale(view.y1), 'arena');
    plot.within(surface, () => {
      const from = schedule.firstAt(view.x0, view.axis), to = schedule.stepAt(view.x1, view.axis);
      for (let i = 0; i < schedule.size.length; ++i) {
        if (schedule.first[i] <= to && schedule.last[i] >= from) this.drawBuffer(surface, theme, i);
      }
      this.drawWorkspaces(surface, theme, from, to);
    });
    drawMarks(plot, theme, schedule);
    drawTimeAxis(plot, theme, state.units);
    this.drawLines(surface, theme);
  }

  drawWorkspaces({ context }, theme, from, to) {
    context.fillStyle = theme.workspace;
    for (let step = from; step <= to; ++step) {
      if (this.state.schedule.workspace[step] > 0) context.fillRect(...this.workspaceBox(step));
    }
  }

  box(first, last, offset, size) {
    const { plot } = this, edges = this.state.schedule.edges[plot.view.axis];
    const x = plot.x(edges[first]), y = plot.y(offset + size);
    return [x, y, Math.max(plot.x(edges[last + 1]) - x, 0.6), Math.max(plot.y(offset) - y, 0.4)];
  }

  boxOf(i) {
    const { schedule } = this.state;
    return this.box(schedule.first[i], schedule.last[i], schedule.placement.buffers[i],
                    schedule.size[i]);
  }

  workspaceBox(step) {
    const { schedule } = this.state;
    return this.box(step, step, schedule.placement.workspaces[step], schedule.workspace[step]);
  }

  drawBuffer(surface, theme, i) {
    const { schedule, kinds, query, isMatch } = this.state, { plot } = this, { context } = surface;
    if (schedule.size[i] === 0) return;
    const [x, y, width, height] = this.boxOf(i);
    if (x + width < plot.left || x > plot.right || y + height < plot.top || y > plot.bottom) return;
    const color = kinds.color[schedule.kindOfBuffer(i)];
    context.globalAlpha = query !== '' && !isMatch[i] ? 0.22 : 1;
    context.fillStyle = theme.of({ type: 'tensor', color });
    context.fillRect(x, y, width, height);
    if (schedule.copy[i] > 0 && height > 2) {
      context.fillStyle = surface.hatch(theme.ground);
      context.fillRect(x, y, width, height);
    }
    if (height > 3 && width > 3) {
      context.strokeStyle = theme.ground;
      context.lineWidth = 0.8;
      context.strokeRect(x, y, width, height);
    }
    const left = Math.max(x, plot.left), right = Math.min(x + width, plot.right);
    if (height >= 15 && right - left >= 44) {
      const text = surface.shortened(schedule.bufferName(i), right - left - 12);
      surface.label(text, left + 6, y + height / 2 + 4, color < 0 ? theme.text : theme['on-band']);
    }
    context.globalAlpha = 1;
  }

  drawLines(surface, theme) {
    const { schedule, units } = this.state, { plot } = this;
    const livePeak = schedule.peak - schedule.graph.resident;
    const arena = schedule.placement.arena;
    for (const [bytes, color, dash] of [[arena, theme.budget, [6, 4]],
                                        [livePeak, theme.text, [2, 3]]]) {
      const y = plot.y(bytes);
      if (y >= plot.top && y <= plot.bottom) {
        surface.line(plot.left, y, plot.right, y, color, 1.3, dash);
      }
    }
    const text = '╌ arena ' + units.size(arena) + '   ┈ live peak ' + units.size(livePeak);
    surface.label(surface.shortened(text, plot.width - 60), plot.right, 12, theme.text, 'right');
  }

  // What lies in the arena at a step, from the lowest up: {band, bottom, top}.
  bandsAt(step) {
    const { schedule, kinds } = this.state, { buffers, workspaces } = schedule.placement;
    const places = Array.from(schedule.liveAt(step), (i) => ({
      band: tensorBand(schedule, kinds, i), bottom: buffers[i], top: buffers[i] + schedule.size[i],
    }));
    places.push({ band: workspaceBand(schedule), bottom: workspaces[step],
                  top: workspaces[step] + schedule.workspace[step] });
    return places.filter(({ bottom, top }) => top > bottom).sort((a, b) => a.bottom - b.bottom);
  }

  at(x, y) {
    const { schedule } = this.state, { plot } = this;
    if (x < plot.left || x >= plot.right) return null;
    const step = schedule.stepAt(plot.xValue(x), plot.view.axis), bytes = plot.yValue(y);
    const edges = schedule.edges[plot.view.axis];
    if (plot.xValue(x) >= edges[schedule.length]) return null;
    if (!plot.contains(x, y)) return { step, band: null };
    const place = this.bandsAt(step).find(({ bottom, top }) => bytes >= bottom && bytes < top);
    return { step, band: place?.band ?? null };
  }

  drawFocus(surface, theme, { step, band }) {
    const { plot } = this, { context } = surface, { schedule, chosen } = this.state;
    const outlined =
      [band?.buffer ?? -1, chosen].filter((i) => i >= 0).map((i) => this.boxOf(i));
    if (band?.type === 'workspace') outlined.push(this.workspaceBox(step));
    plot.within(surface, () => outlined.forEach(([x, y, width, height]) => {
      context.fillStyle = context.strokeStyle = theme.accent;
      context.globalAlpha = 0.18;
      context.fillRect(x, y, width, height);
      context.globalAlpha = 1;
      context.lineWidth = 2;
      context.strokeRect(x, y, width, height);
    }));
    if (step !== null) plot.drawStep(surface, theme, schedule, step);
  }
}
