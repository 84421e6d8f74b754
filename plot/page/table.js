// SPDX-License-Identifier: Apache-2.0
// What is said in words: of a band, in a list of facts; of a step, in a table of what is live.
'use strict';

const MOST_ROWS = 150;
const MOST_READERS = 8;

function element(name, text, className = '') {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className !== '') made.className = className;
  return made;
}

function stepsText(first, last) {
  return first === last ? 'step ' + grouped(first)
                        : 'steps ' + grouped(first) + ' to ' + grouped(last);
}

function placeFact(offset) { return ['at', grouped(offset) + ' of the arena']; }

// [name, [term, text]...] of a buffer.
function bufferFacts(state, i) {
  const { schedule, units } = state, { graph } = schedule;
  const op = graph.producers[schedule.tensor[i]];
  const first = schedule.first[i], last = schedule.last[i];
  const ticks = schedule.starts[last + 1] - schedule.starts[first];
  const readers = schedule.readersOf(i);
  const shown = readers.slice(0, MOST_READERS)
    .map((step) => graph.names[schedule.steps[step]] + ' (' + grouped(step) + ')');
  const more = readers.length - shown.length;
  const facts = [['size', units.fullSize(schedule.size[i])],
                 ['kind', graph.kindName(op)],
                 ['live', stepsText(first, last) + ' (' + grouped(last - first + 1) +
                    (schedule.duration > 0 ? ', ' + units.time(ticks) : '') + ')'],
                 ['written by', graph.names[op] + ' (' + grouped(first) + ')'],
                 ['copy', schedule.runs[op] === 1 ? 'the only one'
                    : grouped(schedule.copy[i] + 1) + ' of ' + grouped(schedule.runs[op]) +
                      (schedule.copy[i] > 0 ? ', recomputed' : '')],
                 ['read by', (shown.join(', ') || 'nobody') +
                    (more > 0 ? ' and ' + grouped(more) + ' more' : '') +
                    (graph.isRetained[schedule.tensor[i]] && last === schedule.length - 1
                      ? '; kept to the end' : '')]];
  if (schedule.placement) facts.push(placeFact(schedule.placement.buffers[i]));
  return [schedule.bufferName(i), facts];
}

// [name, facts] of whatever band is pointed at.
function bandFacts(state, band, step) {
  const { schedule, units } = state, { graph } = schedule;
  const running = [['step', grouped(step) + ', ' + graph.names[schedule.steps[step]]],
                   ['live', units.size(schedule.live[step])]];
  if (band === null) return ['Step ' + grouped(step), [['runs', graph.names[schedule.steps[step]]],
                                                       running[1]]];
  if (band.type === 'tensor') {
    const [name, facts] = bufferFacts(state, band.buffer);
    return [name, [...facts, running[0]]];
  }
  if (band.type === 'resident') {
    return ['resident', [['size', units.fullSize(graph.resident)], ['live', 'always'], running[0]]];
  }
  if (band.type === 'workspace') {
    const facts = [['size', units.fullSize(schedule.workspace[step])], running[0]];
    if (schedule.placement) facts.push(placeFact(schedule.placement.workspaces[step]));
    return ['workspace of ' + graph.names[schedule.steps[step]], facts];
  }
  const { bands } = state.memory.stack, kinds = new Set(), buffers = new Set();
  for (const other of bands) {
    if (other.type === 'kind') kinds.add(other.kind);
    else buffers.add(other.buffer);
  }
  const inBand = schedule.liveAt(step).filter((i) => band.type === 'kind'
    ? schedule.kindOfBuffer(i) === band.kind
    : !buffers.has(i) && !kinds.has(schedule.kindOfBuffer(i)));
  const bytes = inBand.reduce((sum, i) => sum + schedule.size[i], 0);
  return [band.name, [['size', units.size(bytes)], ['tensors', grouped(inBand.length)],
                      ['largest', [...inBand].slice(0, 3).map((i) => schedule.bufferName(i) + ' (' +
                        units.size(schedule.size[i]) + ')').join(', ')], running[0]]];
}

function fillFacts(box, [name, facts]) {
  const list = element('dl', undefined, 'facts');
  for (const [term, text] of facts) list.append(element('dt', term), element('dd', text));
  box.replaceChildren(element('p', name, 'what'), list);
}

class Table {
  constructor(state, root, choose) {
    this.state = state;
    this.body = root.querySelector('#rows');
    this.heading = root.querySelector('#heading');
    this.more = root.querySelector('#more');
    this.sort = { key: 'size', up: false };
    this.buttons = [...root.querySelectorAll('[data-sort]')];
    for (const button of this.buttons) {
      button.addEventListener('click', () => this.sortBy(button.dataset.sort));
    }
    const chooseRow = (event) => {
      const row = event.target.closest('tr');
      if (row?.dataset.buffer) choose(Number(row.dataset.buffer));
    };
    this.body.addEventListener('click', chooseRow);
    // Tab comes to the first row alone: there may be very many.
    this.body.addEventListener('keydown', (event) => {
      const row = event.target.closest('tr');
      const next = { ArrowDown: row.nextElementSibling,
                     ArrowUp: row.previousElementSibling }[event.key];
      if (event.key !== 'Enter' && next === undefined) return;
      event.preventDefault();
      if (event.key === 'Enter') chooseRow(event);
      else if (next?.dataset.buffer) next.focus();
    });
  }

  sortBy(key) {
    const same = this.sort.key === key;
    this.sort = { key, up: same ? !this.sort.up : key !== 'size' };
    for (const button of this.buttons) {
      const order = this.sort.up ? 'ascending' : 'descending';
      button.parentElement.ariaSort = button.dataset.sort === key ? order : 'none';
    }
    this.fill(this.step);
  }

  sorted(buffers) {
    const { schedule } = this.state, { key, up } = this.sort, sign = up ? 1 : -1;
    const list = [...buffers];
    if (key === 'name') {
      const names = new Map(list.map((i) => [i, schedule.bufferName(i)]));
      const compare = new Intl.Collator('en', { numeric: true }).compare;
      return list.sort((a, b) => sign * compare(names.get(a), names.get(b)) || a - b);
    }
    const column = schedule[key];
    return list.sort((a, b) => sign * (column[a] - column[b]) || a - b);
  }

  // With what is live at `step`, or what was looked for.
  fill(step) {
    const { state } = this, { schedule, units, query, matches } = state, { graph } = schedule;
    this.step = step;
    const name = graph.names[schedule.steps[step]];
    const rows = query !== '' ? matches : schedule.liveAt(step);
    const shown = this.sorted(rows).slice(0, MOST_ROWS).map((i) => this.rowOf(i));
    if (shown.length > 0) shown[0].tabIndex = 0;
    if (query === '') {
      const where = step === schedule.peakStep ? 'At the peak, step ' : 'At step ';
      this.heading.replaceChildren(where + grouped(step) + ': ' + name, element('small',
        units.size(schedule.live[step]) + ' live, ' + counted(rows.length, 'tensor') +
        (schedule.copyAt[step] > 0 ? '; this run is a recomputation' : '')));
      if (schedule.workspace[step] > 0) {
        shown.unshift(this.quietRow('workspace', schedule.workspace[step], 'workspace'));
      }
      if (graph.resident > 0) shown.unshift(this.quietRow('resident', graph.resident, 'resident'));
    } else {
      this.heading.replaceChildren('“' + query + '”', element('small',
        counted(rows.length, 'buffer') + ' in the whole schedule'));
    }
    this.body.replaceChildren(...shown);
    this.more.textContent = rows.length > MOST_ROWS
      ? 'and ' + grouped(rows.length - MOST_ROWS) + ' more' : '';
  }

  swatch(color) {
    const swatch = element('span', undefined, 'swatch');
    swatch.style.backgroundColor = color;
    return swatch;
  }

  rowOf(i) {
    const { schedule, units, kinds } = this.state;
    const row = element('tr', undefined, schedule.copy[i] > 0 ? 'again' : '');
    row.dataset.buffer = i;
    row.tabIndex = -1;
    const color = kinds.color[schedule.kindOfBuffer(i)], name = schedule.bufferName(i);
    const cell = element('td');
    cell.title = name;
    cell.append(this.swatch(color >= 0 ? `var(--band-${color})` : 'var(--other)'), name);
    row.append(cell, element('td', units.size(schedule.size[i])),
               element('td', grouped(schedule.first[i])), element('td', grouped(schedule.last[i])));
    return row;
  }

  quietRow(name, bytes, color) {
    const row = element('tr', undefined, 'quiet'), cell = element('td');
    cell.append(this.swatch(`var(--${color})`), name);
    row.append(cell, element('td', this.state.units.size(bytes)), element('td'), element('td'));
    return row;
  }

  point(buffer) {
    for (const row of this.body.rows) {
      row.classList.toggle('pointed', buffer >= 0 && Number(row.dataset.buffer) === buffer);
    }
  }
}
