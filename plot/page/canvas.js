// SPDX-License-Identifier: Apache-2.0
// A canvas as sharp as the screen, with the colours of the theme, and two axes around a plot.
'use strict';

const MARGIN = { left: 62, right: 14, top: 22, bottom: 46 };
const FONT = '12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif';

// The page's colours are in page.css, for light and for dark; a canvas has to be told.
class Theme {
  constructor() {
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue('--' + name).trim();
    for (const name of ['ground', 'text', 'quiet', 'grid', 'accent', 'again', 'budget', 'resident',
                        'other', 'workspace', 'base', 'on-band']) {
      this[name] = color(name);
    }
    this.palette = Array.from({ length: COLORED_KINDS }, (_, i) => color('band-' + i));
  }

  of(band) {
    if (band.type === 'resident') return this.resident;
    if (band.type === 'workspace') return this.workspace;
    return band.color >= 0 ? this.palette[band.color] : this.other;
  }
}

class Surface {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.hatches = new Map();
  }

  // Takes the size that the page gives it; in pixels of the page from here on.
  fit() {
    const box = this.canvas.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
    this.width = Math.max(Math.round(box.width), 1);
    this.height = Math.max(Math.round(box.height), 1);
    const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    this.context.font = FONT;
    this.context.textBaseline = 'alphabetic';
  }

  // Stripes over a colour: a copy after the first. By shape as well as by colour.
  hatch(color) {
    if (!this.hatches.has(color)) {
      const tile = document.createElement('canvas');
      tile.width = tile.height = 7;
      const context = tile.getContext('2d');
      context.strokeStyle = color;
      context.lineWidth = 1.6;
      for (const at of [-7, 0, 7]) {
        context.beginPath();
        context.moveTo(at, 7);
        context.lineTo(at + 7, 0);
        context.stroke();
      }
      this.hatches.set(color, this.context.createPattern(tile, 'repeat'));
    }
    return this.hatches.get(color);
  }

  // `text` cut to `width` pixels; empty if not even its beginning fits.
  shortened(text, width) {
    if (this.context.measureText(text).width <= width) return text;
    let low = 0, high = text.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.context.measureText(text.slice(0, middle) + '…').width <= width) low = middle;
      else high = middle - 1;
    }
    return low < 3 ? '' : text.slice(0, low) + '…';
  }

  label(text, x, y, color, align = 'left') {
    this.context.fillStyle = color;
    this.context.textAlign = align;
    this.context.fillText(text, x, y);
  }

  line(x0, y0, x1, y1, color, width = 1, dash = []) {
    const { context } = this;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.stroke();
    context.setLineDash([]);
  }
}

// The part of a surface between the axes: where values are, by `view` = {x0, x1, y0, y1, axis}.
class Plot {
  constructor(surface, view) {
    this.surface = surface;
    this.view = view;
    this.left = MARGIN.left;
    this.top = MARGIN.top;
    this.width = Math.max(surface.width - MARGIN.left - MARGIN.right, 20);
    this.height = Math.max(surface.height - MARGIN.top - MARGIN.bottom, 20);
    this.right = this.left + this.width;
    this.bottom = this.top + this.height;
  }

  x(value) {
    return this.left + (value - this.view.x0) / (this.view.x1 - this.view.x0) * this.width;
  }

  y(value) {
    return this.bottom - (value - this.view.y0) / (this.view.y1 - this.view.y0) * this.height;
  }

  xValue(pixel) {
    return this.view.x0 + (pixel - this.left) / this.width * (this.view.x1 - this.view.x0);
  }

  yValue(pixel) {
    return this.view.y0 + (this.bottom - pixel) / this.height * (this.view.y1 - this.view.y0);
  }

  contains(x, y) {
    return x >= this.left && x <= this.right && y >= this.top && y <= this.bottom;
  }

  // Nothing that `draw` does on `surface` is seen beside the plot.
  within({ context }, draw) {
    context.save();
    context.beginPath();
    context.rect(this.left, this.top, this.width, this.height);
    context.clip();
    draw();
    context.restore();
  }

  // A line down through the middle of a step, where that is seen: at the right end too, where one
  // of no time may be.
  drawStep(surface, theme, schedule, step) {
    const edges = schedule.edges[this.view.axis];
    const middle = this.x((edges[step] + edges[step + 1]) / 2);
    if (middle < this.left - 0.5 || middle > this.right + 0.5) return;
    const x = Math.min(Math.max(Math.floor(middle), this.left), this.right - 1) + 0.5;
    surface.line(x, this.top, x, this.bottom + 12, theme.text, 1);
  }

  // Labels of the y axis with the grid, and its name above them.
  drawYAxis(theme, scale, name) {
    const { surface, view } = this;
    for (const tick of ticksOf(view.y0, view.y1, Math.floor(this.height / 44), scale)) {
      const y = Math.round(this.y(tick.value)) + 0.5;
      surface.line(this.left, y, this.right, y, theme.grid);
      surface.label(tick.text, this.left - 8, y + 3.5, theme.quiet, 'right');
    }
    surface.label(name + ', ' + scale[1], 4, 12, theme.quiet);
  }

  drawXAxis(theme, scale, name, whole) {
    const { surface, view } = this;
    const y = this.bottom + 30;
    const nameWidth = surface.context.measureText(name).width + 18;
    for (const tick of ticksOf(view.x0, view.x1, Math.floor(this.width / 84), scale, whole)) {
      const x = this.x(tick.value), half = surface.context.measureText(tick.text).width / 2;
      surface.line(Math.round(x) + 0.5, this.bottom + 12, Math.round(x) + 0.5, this.bottom + 16,
                   theme.quiet);
      if (x + half > this.right - nameWidth) continue;
      surface.label(tick.text, Math.max(x, half + 2), y, theme.quiet, 'center');
    }
    surface.label(name, this.right, y, theme.quiet, 'right');
    surface.line(this.left, this.bottom + 0.5, this.right, this.bottom + 0.5, theme.quiet);
  }
}
