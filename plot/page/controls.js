// SPDX-License-Identifier: Apache-2.0
// The view, and what moves it: pointer, wheel, keys, the overview under the chart.
'use strict';

const STEP_OF_ZOOM = 1.6;

// What part is seen: {x0, x1} along the axis, {y0, y1} bytes.
class View {
  constructor() {
    this.axis = 'step';
    this.most = { x: 1, y: 1, shortest: 1 };
    this.all();
  }

  // The whole: `x` along the axis, `y` bytes; `shortest`: what one may see of x.
  setMost(most) {
    this.most = most;
    this.all();
  }

  all() { Object.assign(this, { x0: 0, x1: this.most.x, y0: 0, y1: this.most.y }); }

  isAll() {
    const { most } = this;
    return this.x0 <= 0 && this.x1 >= most.x && this.y0 <= 0 && this.y1 >= most.y;
  }

  setX(from, to) {
    const length = Math.min(Math.max(to - from, this.most.shortest), this.most.x);
    this.x0 = Math.min(Math.max((from + to - length) / 2, 0), this.most.x - length);
    this.x1 = this.x0 + length;
  }

  setY(from, to) {
    const length = Math.min(Math.max(to - from, this.most.y / 1e4), this.most.y);
    this.y0 = Math.min(Math.max((from + to - length) / 2, 0), this.most.y - length);
    this.y1 = this.y0 + length;
  }

  // `factor` above 1: closer; what is at `x` or `y` stays where it is.
  zoomX(factor, x) {
    const part = Math.max(this.most.shortest / (this.x1 - this.x0), 1 / factor);
    this.setX(x - (x - this.x0) * part, x + (this.x1 - x) * part);
  }

  zoomY(factor, y) { this.setY(y - (y - this.y0) / factor, y + (this.y1 - y) / factor); }

  move(x, y) {
    const dx = Math.min(Math.max(x, -this.x0), this.most.x - this.x1);
    const dy = Math.min(Math.max(y, -this.y0), this.most.y - this.y1);
    Object.assign(this, { x0: this.x0 + dx, x1: this.x1 + dx, y0: this.y0 + dy, y1: this.y1 + dy });
  }

  // So that what is at `y` is seen.
  showY(y) {
    const half = (this.y1 - this.y0) / 2;
    if (y < this.y0 || y > this.y1) this.setY(y - half, y + half);
  }

  // So that `from` to `to` are seen.
  show(from, to) {
    const margin = (this.x1 - this.x0) * 0.08;
    if (from < this.x0) this.move(from - this.x0 - margin, 0);
    else if (to > this.x1) this.move(to - this.x1 + margin, 0);
  }
}

// Pointer and wheel over the chart. `page` has view, drawn (MemoryView or ArenaView), and the
// functions that are called here.
function listenToPointer(canvas, page) {
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  let dragged = null;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    dragged = { from: place(event), at: place(event), moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    const [x, y] = place(event);
    if (dragged === null) return page.point(x, y, event);
    dragged.moved ||= Math.hypot(x - dragged.from[0], y - dragged.from[1]) > 4;
    if (!dragged.moved) return;
    canvas.classList.add('dragged');
    const { view, drawn: { plot } } = page;
    view.move((dragged.at[0] - x) / plot.width * (view.x1 - view.x0),
              (y - dragged.at[1]) / plot.height * (view.y1 - view.y0));
    dragged.at = [x, y];
    page.leave();
    page.redraw();
  });
  const end = (event) => {
    const clicked = dragged !== null && !dragged.moved && event.type === 'pointerup';
    dragged = null;
    canvas.classList.remove('dragged');
    if (clicked) page.click(...place(event));
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
  canvas.addEventListener('pointerleave', () => { if (dragged === null) page.leave(); });
  canvas.addEventListener('dblclick', (event) => {
    page.view.zoomX(STEP_OF_ZOOM ** 2, page.drawn.plot.xValue(place(event)[0]));
    page.redraw();
  });
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    const { view, drawn: { plot } } = page, [x, y] = place(event);
    const turned = event.deltaMode === 1 ? 16 : 1;
    const along = event.deltaX * turned, across = event.deltaY * turned;
    if (event.shiftKey) {
      view.zoomY(Math.exp(-(across || along) / 400), plot.yValue(y));
    } else if (Math.abs(along) > Math.abs(across)) {
      view.move(along / plot.width * (view.x1 - view.x0), 0);
    } else {
      view.zoomX(Math.exp(-across / 400), plot.xValue(x));
    }
    page.redraw();
    page.point(x, y, event);
  }, { passive: false });
}

// Those that mean nothing to buttons and tables.
const WORK_ANYWHERE = new Set(['+', '=', '-', '0', 'p']);

// Keys of the chart when it has the focus; false: another key.
function pressed(event, page) {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const { view, state: { schedule } } = page;
  const [from, to] = [view.x0, view.x1].map((x) => schedule.stepAt(x, view.axis));
  const far = Math.max(Math.round((to - from) / 20), 1);  // steps, whatever the axis
  const keys = {
    ArrowLeft: () => page.step(event.shiftKey ? -far : -1),
    ArrowRight: () => page.step(event.shiftKey ? far : 1),
    ArrowUp: () => (event.shiftKey ? page.zoomMemory(STEP_OF_ZOOM) : page.climb(1)),
    ArrowDown: () => (event.shiftKey ? page.zoomMemory(1 / STEP_OF_ZOOM) : page.climb(-1)),
    Home: () => page.step(-Infinity),
    End: () => page.step(Infinity),
    '+': () => page.zoom(STEP_OF_ZOOM),
    '=': () => page.zoom(STEP_OF_ZOOM),
    '-': () => page.zoom(1 / STEP_OF_ZOOM),
    0: () => page.showAll(),
    p: () => page.toPeak(),
    Enter: () => page.chooseFocus(),
  };
  if (!Object.hasOwn(keys, event.key)) return false;
  keys[event.key]();
  return true;
}

// The whole at a glance, with what is seen of it; a drag moves that, or begins another part.
class Overview {
  constructor(canvas, page) {
    this.surface = new Surface(canvas);
    this.page = page;
    let drag = null;
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      const part = (event.clientX - box.left - MARGIN.left) /
        (box.width - MARGIN.left - MARGIN.right);
      return Math.min(Math.max(part, 0), 1) * page.view.most.x;
    };
    canvas.addEventListener('pointerdown', (event) => {
      const { view } = page, x = at(event);
      const inside = x >= view.x0 && x <= view.x1 && !(view.x0 <= 0 && view.x1 >= view.most.x);
      drag = { x, inside };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (drag === null) return;
      const x = at(event);
      if (drag.inside) {
        page.view.move(x - drag.x, 0);
        drag.x = x;
      } else {
        page.view.setX(Math.min(x, drag.x), Math.max(x, drag.x));
      }
      page.redraw();
    });
    canvas.addEventListener('pointerup', () => { drag = null; });
    canvas.addEventListener('pointercancel', () => { drag = null; });
    canvas.addEventListener('dblclick', () => page.showAll());
  }

  draw(theme, schedule) {
    const { surface, page: { view } } = this, { context } = surface;
    surface.fit();
    const width = Math.max(surface.width - MARGIN.left - MARGIN.right, 20);
    const whole = { x0: 0, x1: view.most.x, axis: view.axis };
    const columns = schedule.columns(whole, width);
    context.fillStyle = theme.other;
    for (let c = 0; c < width; ++c) {
      if (columns[c] < 0) break;
      const height = schedule.live[columns[c]] / schedule.peak * (surface.height - 4) || 0;
      context.fillRect(MARGIN.left + c, surface.height - height, 1, height);
    }
    const from = MARGIN.left + view.x0 / view.most.x * width;
    const to = MARGIN.left + view.x1 / view.most.x * width;
    context.fillStyle = theme.accent;
    context.globalAlpha = 0.14;
    context.fillRect(from, 0, to - from, surface.height);
    context.globalAlpha = 1;
    context.strokeStyle = theme.accent;
    context.lineWidth = 1.5;
    context.strokeRect(from + 0.75, 0.75, Math.max(to - from - 1.5, 1), surface.height - 1.5);
  }
}
