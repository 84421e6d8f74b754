// SPDX-License-Identifier: Apache-2.0
// The page: what is shown of what, and all of it drawn again when that changes.
'use strict';

const MOST_COVERED_BY_KINDS = 0.4;
const byId = (id) => document.getElementById(id);

class Page {
  constructor(raw) {
    const graph = new Graph(raw);
    this.schedules = raw.schedules.map((schedule) => new Schedule(graph, schedule));
    this.state = { graph, units: graph.units, kinds: new Kinds(this.schedules),
                   schedules: this.schedules, query: '', matches: [],
                   isMatch: new Uint8Array(0), bandsOf: 'tensors', base: this.schedules.at(-1),
                   showsBase: false, chosen: -1 };
    this.view = new View();
    this.state.memory = this.memory = new MemoryView(this.state);
    this.arena = new ArenaView(this.state);
    this.drawn = this.memory;
    this.pointed = { step: null, band: null };  // by pointer or keys
    this.picture = new Surface(byId('picture'));
    this.focus = new Surface(byId('focus'));
    this.overview = new Overview(byId('overview'), this);
    this.table = new Table(this.state, document.body, (buffer) => this.choose(buffer));
    this.theme = new Theme();
    this.listen();
    byId('name').textContent = graph.name;
    document.title = graph.name + ' - moccasin';
    this.show(0);
  }

  listen() {
    const select = byId('schedule');
    this.schedules.forEach((schedule, i) => select.add(new Option(schedule.name, i)));
    select.addEventListener('change', () => this.show(Number(select.value)));
    listenToPointer(this.focus.canvas, this);
    document.addEventListener('keydown', (event) => this.pressedAnywhere(event));
    for (const [id, act] of [['in', () => this.zoom(STEP_OF_ZOOM)],
                             ['out', () => this.zoom(1 / STEP_OF_ZOOM)],
                             ['all', () => this.showAll()], ['to-peak', () => this.toPeak()]]) {
      byId(id).addEventListener('click', act);
    }
    for (const button of document.querySelectorAll('[data-view], [data-axis], [data-bands]')) {
      button.addEventListener('click', () => this.switchTo(button.dataset));
    }
    byId('query').addEventListener('input', (event) => this.find(event.target.value));
    byId('query').addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.nextMatch();
    });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', () => {
      this.theme = new Theme();
      this.picture.hatches.clear();
      this.redraw();
    });
    new ResizeObserver(() => this.redraw()).observe(byId('focus').parentElement);
  }

  pressedAnywhere(event) {
    const typing = event.target.matches('input, select');
    if (event.key === 'Escape') {
      event.preventDefault();  // a field of search would be emptied as well
      this.back();
    } else if (event.key === '/' && !typing) {
      event.preventDefault();
      byId('query').focus();
    } else if (event.target === this.focus.canvas || (!typing && WORK_ANYWHERE.has(event.key))) {
      if (pressed(event, this)) event.preventDefault();
    }
  }

  // Another schedule, and all that is said of it.
  show(which) {
    const { state } = this;
    state.schedule = this.schedules[which];
    state.showsBase = state.schedule !== state.base;
    state.chosen = -1;
    this.forget();
    if (state.schedule.placement === null) this.drawn = this.memory;
    state.bandsOf = this.suggestedBands();
    byId('views').hidden = !this.schedules.some((schedule) => schedule.placement !== null);
    byId('views').lastElementChild.disabled = state.schedule.placement === null;
    byId('axes').hidden = state.schedule.duration === 0;
    this.find(byId('query').value);
    this.tellFigures();
    this.setMost();
    this.tellLegend();
    this.describeChosen();
  }

  // Kinds, where single tensors are too thin to be seen.
  suggestedBands() {
    const { schedule } = this.state;
    const least = schedule.peak / 300, live = schedule.liveAt(schedule.peakStep);
    let seen = 0, all = 0;
    for (const i of live) {
      all += schedule.size[i];
      if (schedule.size[i] >= least) seen += schedule.size[i];
    }
    const several = this.state.kinds.colored.length > 1;
    return several && seen < MOST_COVERED_BY_KINDS * all ? 'kinds' : 'tensors';
  }

  // The whole of the axis: as long as the longest of all schedules, so that they can be compared.
  setMost() {
    const { schedule } = this.state, { axis } = this.view;
    const length = Math.max(...this.schedules.map((other) => other.edges[axis][other.length]));
    this.view.setMost({ x: length, y: this.drawn.highest(),
                        shortest: Math.min(length, length / schedule.length * 4) });
    this.tellButtons();
    this.redraw();
  }

  switchTo({ view, axis, bands }) {
    if (view) this.drawn = view === 'arena' ? this.arena : this.memory;
    if (bands) this.state.bandsOf = bands;
    const { schedule } = this.state, { x0, x1, axis: before } = this.view;
    const whole = this.view.isAll(), edgesBefore = schedule.edges[before];
    const from = schedule.firstAt(x0, before), last = schedule.stepAt(x1, before);
    const seesLast = x1 > edgesBefore[last] || x1 >= edgesBefore[last + 1];
    const to = seesLast ? last + 1 : last;  // the first that is not seen
    if (axis) this.view.axis = axis;
    this.forget();
    if (view || axis) this.setMost();
    const edges = schedule.edges[this.view.axis];
    if (!whole && (view || axis)) this.view.setX(edges[from], edges[to]);
    this.tellButtons();
    this.redraw();
  }

  tellButtons() {
    const now = { view: this.drawn === this.arena ? 'arena' : 'memory', axis: this.view.axis,
                  bands: this.state.bandsOf };
    for (const button of document.querySelectorAll('.choice button')) {
      for (const [key, value] of Object.entries(button.dataset)) {
        button.ariaPressed = String(now[key] === value);
      }
    }
    byId('bands').hidden = this.drawn === this.arena;
  }

  // For who does not see it: what the chart shows.
  tellChart() {
    const { schedule, units } = this.state, { view } = this;
    const [from, to] = [view.x0, view.x1].map((x) => schedule.stepAt(x, view.axis));
    this.focus.canvas.ariaLabel = (this.drawn === this.arena ? 'Arena' : 'Live memory') + ' of ' +
      schedule.name + ', ' + stepsText(from, to) + ', up to ' + units.size(view.y1);
  }

  tellFigures() {
    const { schedule, base, units } = this.state;
    const share = base.peak > 0 ? percent(schedule.peak / base.peak) + ' of base order' : '';
    const rows = [['peak', units.size(schedule.peak), schedule === base ? '' : share],
                  ['budget', schedule.budget === null ? '' : units.size(schedule.budget),
                   schedule.status],
                  ['time', schedule.duration > 0 ? units.time(schedule.duration) : '',
                   schedule === base ? '' : '+' + percent(schedule.overhead)],
                  ['steps', grouped(schedule.length), schedule.recomputed > 0
                    ? grouped(schedule.recomputed) + ' run again' : '']];
    byId('figures').replaceChildren(...rows.filter((row) => row[1] !== '').map((row) => {
      const box = element('div'), value = element('dd', row[1] + ' ');
      value.append(element('small', row[2]));
      box.append(element('dt', row[0]), value);
      return box;
    }));
  }

  tellLegend() {
    const { graph, kinds, schedule } = this.state, legend = byId('legend');
    const entry = (name, color, className = '') => {
      const item = element('li'), swatch = element('i', undefined, 'swatch ' + className);
      swatch.style.backgroundColor = color;
      item.append(swatch, element('span', name));
      return item;
    };
    legend.replaceChildren(
      ...kinds.colored.map((kind) => entry(graph.kinds[kind], `var(--band-${kinds.color[kind]})`)));
    if (kinds.colored.length < graph.kinds.length) {
      legend.append(entry('other kinds', 'var(--other)'));
    }
    if (schedule.graph.resident > 0) legend.append(entry('resident', 'var(--resident)'));
    if (schedule.recomputed > 0) {
      legend.append(entry('a later copy', 'var(--quiet)', 'again'),
                    entry('runs again', 'var(--again)'));
    }
    if (this.state.showsBase) legend.append(entry('base order', 'var(--base)'));
  }

  redraw() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.picture.fit();
      this.drawn.draw(this.picture, this.theme, { ...this.view });
      this.overview.draw(this.theme, this.state.schedule);
      this.drawFocus();
      this.tellChart();
    });
  }

  drawFocus() {
    this.focus.fit();
    this.drawn.drawFocus(this.focus, this.theme, this.pointed);
    const { schedule } = this.state;
    this.fillTable(this.pointed.step ?? schedule.peakStep);
  }

  fillTable(step) {
    const { query, schedule } = this.state;
    const key = [step, this.schedules.indexOf(schedule), query].join('\n');
    if (key !== this.tableShows) this.table.fill(step);
    this.tableShows = key;
    this.table.point(this.pointed.band?.buffer ?? this.state.chosen);
  }

  point(x, y, event) {
    const found = this.drawn.at(x, y);
    if (found === null) return this.leave();
    this.pointed = found;
    this.showTip(bandFacts(this.state, found.band, found.step), event.clientX, event.clientY);
    this.drawFocus();
  }

  // Beside a place of the window, and within it.
  showTip(facts, x, y) {
    const tip = byId('tip'), gap = 16, edge = 8;
    fillFacts(tip, facts);
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const fits = x + gap + box.width < window.innerWidth - edge;
    const left = fits ? x + gap : x - gap - box.width;
    const top = Math.min(y + gap, window.innerHeight - box.height - edge);
    tip.style.left = Math.max(left, edge) + 'px';
    tip.style.top = Math.max(top, edge) + 'px';
  }

  forget() {
    byId('tip').hidden = true;
    this.pointed = { step: null, band: null };
  }

  // The step stays, so that the way to the table does not change what is in it.
  leave() {
    byId('tip').hidden = true;
    this.pointed = { step: this.pointed.step, band: null };
    this.drawFocus();
  }

  click(x, y) {
    const found = this.drawn.at(x, y);
    this.choose(found?.band?.buffer ?? -1);
  }

  choose(buffer) {
    this.state.chosen = buffer;
    if (buffer >= 0) {
      const { schedule } = this.state, edges = schedule.edges[this.view.axis];
      const from = edges[schedule.first[buffer]], to = edges[schedule.last[buffer] + 1];
      if (to <= this.view.x0 || from >= this.view.x1) this.view.show(from, from);
    }
    this.describeChosen();
    this.redraw();
  }

  describeChosen() {
    const details = byId('details');
    const { chosen } = this.state;
    details.hidden = chosen < 0;
    if (chosen < 0) return;
    fillFacts(details, bufferFacts(this.state, chosen));
    const close = element('button', '×');
    close.type = 'button';
    close.ariaLabel = 'Close';
    close.addEventListener('click', () => this.choose(-1));
    details.append(close);
  }

  chooseFocus() { if (this.pointed.band?.buffer >= 0) this.choose(this.pointed.band.buffer); }

  // By keys: to another step, and to the band above or below.
  step(by) {
    const { schedule } = this.state, edges = schedule.edges[this.view.axis];
    const from = this.pointed.step ?? schedule.peakStep;
    const step = Math.min(Math.max(from + by, 0), schedule.length - 1);
    const { band } = this.pointed;
    const stays = band !== null && band.first <= step && step <= band.last;
    this.pointed = { step, band: stays ? band : null };
    this.view.show(edges[step], edges[step + 1]);
    this.sayFocus();
  }

  climb(by) {
    const step = this.pointed.step ?? this.state.schedule.peakStep;
    const places = this.drawn.bandsAt(step);
    const at = places.findIndex(({ band }) => sameBand(band, this.pointed.band));
    const next = at < 0 ? (by > 0 ? 0 : places.length - 1) : at + by;
    const place = places[Math.min(Math.max(next, 0), places.length - 1)];
    this.pointed = { step, band: place?.band ?? null };
    if (place) this.view.showY((place.bottom + place.top) / 2);
    this.sayFocus();
  }

  sayFocus() {
    const { band, step } = this.pointed, [name, facts] = bandFacts(this.state, band, step);
    byId('said').textContent =
      name + ': ' + facts.map(([term, text]) => term + ' ' + text).join('; ');
    const box = this.focus.canvas.getBoundingClientRect(), plot = new Plot(this.focus, this.view);
    const x = plot.x(this.state.schedule.edges[this.view.axis][step]);
    this.showTip([name, facts], box.left + x, box.top + MARGIN.top);
    this.redraw();
  }

  zoom(factor) {
    const { view } = this, edges = this.state.schedule.edges[view.axis];
    const step = this.pointed.step;
    const middle = step === null ? (view.x0 + view.x1) / 2 : (edges[step] + edges[step + 1]) / 2;
    const inside = middle >= view.x0 && middle <= view.x1;
    view.zoomX(factor, inside ? middle : (view.x0 + view.x1) / 2);
    byId('tip').hidden = true;
    this.redraw();
  }

  // Around the band that is pointed at.
  zoomMemory(factor) {
    const { view, pointed: { step, band } } = this;
    const place = band === null ? undefined
      : this.drawn.bandsAt(step).find((other) => sameBand(other.band, band));
    const middle = place ? (place.bottom + place.top) / 2 : (view.y0 + view.y1) / 2;
    view.showY(middle);
    view.zoomY(factor, middle);
    byId('tip').hidden = true;
    this.redraw();
  }

  showAll() {
    this.view.all();
    byId('tip').hidden = true;
    this.redraw();
  }

  toPeak() {
    const { schedule } = this.state, edges = schedule.edges[this.view.axis], { view } = this;
    const at = edges[schedule.peakStep], half = Math.max(view.most.x / 40, view.most.shortest);
    view.setX(at - half, at + half);
    this.forget();
    this.pointed = { step: schedule.peakStep, band: null };
    this.redraw();
  }

  find(text) {
    const { state } = this, { schedule } = state, query = text.trim().toLowerCase();
    state.query = text.trim();
    state.isMatch = new Uint8Array(schedule.size.length);
    const names = schedule.lowerNames ??=
      Array.from(schedule.tensor, (_, i) => schedule.bufferName(i).toLowerCase());
    const named = (i) => names[i].includes(query);
    state.matches = query === '' ? [] : Array.from(schedule.bySize.filter(named));
    for (const i of state.matches) state.isMatch[i] = 1;
    this.nextFound = 0;
    byId('found').textContent = query === '' ? '' : counted(state.matches.length, 'buffer');
    if (query !== '') state.bandsOf = 'tensors';
    if (query === '' && this.hadQuery) state.bandsOf = this.suggestedBands();
    this.hadQuery = query !== '';
    this.tellButtons();
    this.redraw();
  }

  nextMatch() {
    const { matches } = this.state;
    if (matches.length > 0) this.choose(matches[this.nextFound++ % matches.length]);
  }

  // One thing at a time: what is pointed at, what is chosen, what is looked for.
  back() {
    const query = byId('query');
    if (this.pointed.step !== null) {
      this.forget();
      this.drawFocus();
    } else if (this.state.chosen >= 0) this.choose(-1);
    else if (query.value !== '') this.find(query.value = '');
    else if (document.activeElement === query) this.focus.canvas.focus();
  }
}

new Page(JSON.parse(byId('data').textContent));
