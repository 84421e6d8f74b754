// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them, and round ticks for axes.
'use strict';

const BYTES = [[1, 'bytes'], [2 ** 10, 'KiB'], [2 ** 20, 'MiB'], [2 ** 30, 'GiB'],
               [2 ** 40, 'TiB']];
const COUNTS = [[1, ''], [1e3, '10³'], [1e6, '10⁶'], [1e9, '10⁹'], [1e12, '10¹²'],
                [1e15, '10¹⁵']];
const TIMES = [[1e-6, 'fs'], [1e-3, 'ps'], [1, 'ns'], [1e3, 'us'], [1e6, 'ms'], [1e9, 's']];
const ROUNDS_UP = 0.9995;  // from there on three digits of a unit would be four
const THIN_SPACE = '\u202f';

// 38059356160 is "38 059 356 160".
function grouped(value) {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

function counted(count, noun) {
  return grouped(count) + ' ' + noun + (count === 1 ? '' : 's');
}

// Three digits that say something: "1.23", "12.3", "123".
function threeDigits(value) {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

function largestScale(value, scales, times = 1) {
  let chosen = scales[0];
  for (const scale of scales) if (value >= times * scale[0]) chosen = scale;
  return chosen;
}

function percent(fraction) {
  return (100 * fraction).toFixed(Math.abs(fraction) < 0.1 ? 2 : 1) + ' %';
}

// What sizes and durations of one graph are shown in.
class Units {
  constructor(sizeUnit, durationUnit) {
    this.inBytes = sizeUnit === '' || sizeUnit === 'byte';
    this.timeFactor = { fs: 1e-6, ps: 1e-3, ns: 1, us: 1e3, ms: 1e6, s: 1e9 }[durationUnit] ?? null;
    const counts = ['', 'tick', 'cycle', 'flop'].includes(durationUnit);
    this.tickName = (durationUnit || 'tick') + (counts ? 's' : '');
  }

  size(value) {
    if (!this.inBytes) return grouped(value);
    const [factor, name] = largestScale(value, BYTES, ROUNDS_UP);
    return factor === 1 ? grouped(value) + ' B' : threeDigits(value / factor) + ' ' + name;
  }

  fullSize(value) {
    if (!this.inBytes) return counted(value, 'unit');
    return counted(value, 'byte') + (value < 1024 ? '' : ' (' + this.size(value) + ')');
  }

  time(ticks) {
    if (this.timeFactor === null) return grouped(ticks) + ' ' + this.tickName;
    const value = ticks * this.timeFactor;
    if (value === 0) return '0 s';
    const [factor, name] = largestScale(value, TIMES, ROUNDS_UP);
    return threeDigits(value / factor) + ' ' + name;
  }

  // [ticks or bytes of one shown unit, its name], for an axis that reaches `largest`.
  sizeScale(largest) {
    if (this.inBytes) return largestScale(largest, BYTES, 2);
    const [factor, name] = largest < 1e5 ? COUNTS[0] : largestScale(largest, COUNTS, 2);
    return [factor, (name + ' units').trim()];
  }

  timeScale(largest) {
    if (this.timeFactor === null) {
      const [factor, name] = largest < 1e5 ? COUNTS[0] : largestScale(largest, COUNTS, 2);
      return [factor, (name + ' ' + this.tickName).trim()];
    }
    const [factor, name] = largestScale(largest * this.timeFactor, TIMES, 2);
    return [factor / this.timeFactor, name];
  }
}

// 1, 2 or 5 times a power of ten, so that at most `most` of them make `range`.
function roundStep(range, most) {
  const power = 10 ** Math.floor(Math.log10(range / most));
  for (const factor of [1, 2, 5]) if (factor * power * most >= range) return factor * power;
  return 10 * power;
}

// {value, text} of the ticks of an axis from `low` to `high`. `scale`: as sizeScale() has it.
function ticksOf(low, high, most, [factor], whole = false) {
  let step = roundStep((high - low) / factor, Math.max(most, 1));
  if (whole) step = Math.max(step, 1);
  const places = step >= 1 ? 0 : Math.ceil(-Math.log10(step) - 1e-9);
  const ticks = [], last = high / factor * (1 + 1e-12);
  for (let i = Math.ceil(low / factor / step - 1e-9); i * step <= last; ++i) {
    const shown = i * step, text = places === 0 ? grouped(shown) : shown.toFixed(places);
    ticks.push({ value: shown * factor, text });
  }
  return ticks;
}
