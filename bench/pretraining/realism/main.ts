/** `node bench/pretraining/realism/main.ts <folder>… [--seed 1]`: statistics of the training parts of real series, by
 *  season, beside those of made-up series of that season, cut to the same lengths. */
import { parseArgs } from 'node:util';
import { type MethodName, methods } from '../../../src/forecasting/index.ts';
import { readFolder } from '../../accuracy/folder.ts';
import { makePool } from '../generator/index.ts';
import { errorOf, learn, predictorNames, rowsOf } from './linear.ts';
import { type Features, featuresOf, movesOf, quantileOf } from './features.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, series: { type: 'string', default: '1500' }, season: { type: 'string' }, max: {type: 'string', default: '2000'}, without: {type:'string', default: ''} },
});
const limit = Number(options.max);

interface Sample { season: number; horizon: number; values: Float64Array; label: string }

const groups = new Map<string, Sample[]>();
for (const path of positionals) {
  const folder = readFolder(path);
  for (const one of folder.series) {
    const horizon = one.horizon ?? Math.min(48, folder.evaluations[0].horizon ?? (one.season > 1 ? Math.max(8, 2 * one.season) : 8));
    let values = one.values.slice(0, one.trainLength);
    const longest = one.season === 1 ? 214 : 32 * one.season;
    if (values.length > longest) values = values.slice(-longest);
    const key = `${folder.name} m=${one.season} h=${horizon}`;
    if (options.season !== undefined && Number(options.season) !== one.season) continue;
    groups.set(key, [...(groups.get(key) ?? []), { season: one.season, horizon, values, label: key }]);
  }
}
for (const [name, real] of groups) compare(name, real);

function compare(name: string, all: Sample[]): void {
  const { season, horizon } = all[0];
  const real = all.length > limit ? all.filter((_, i) => i % Math.ceil(all.length / limit) === 0) : all;
  const lengths = real.map(({ values }) => values.length);
  const made: Sample[] = [];
  const families: string[] = [];
  const count = Number(options.series);
  for (let pool = 0; made.length < count; pool++) {
    const { series } = makePool(Number(options.seed), pool, 64, { season, without: options.without === '' ? [] : (options.without.split(',') as never) });
    for (const { values, historyLength, family } of series) {
      const length = lengths[made.length % lengths.length];
      const end = Math.min(values.length, historyLength + horizon);
      if (end < Math.min(length, season === 1 ? 200 : 25 * season) || historyLength > 2.2 * length) continue;
      made.push({ season, horizon, values: values.slice(Math.max(0, end - length), end), label: family });
      families.push(family);
    }
  }
  console.log(`\n## ${name}: ${real.length} real, ${made.length} made up, length ${quantileOf(lengths, 0.1)}–${quantileOf(lengths, 0.9)}`);
  const [a, b] = [real, made].map((samples) => samples.map(({ values }) => featuresOf(values, season, horizon)));
  const names = [...new Set([...a, ...b].flatMap((one) => Object.keys(one)))];
  for (const feature of names) {
    const own = (rows: Features[]) => rows.map((row) => row[feature]).filter((value) => Number.isFinite(value));
    const [x, y] = [own(a), own(b)];
    if (x.length === 0 || y.length === 0) continue;
    const show = (values: number[]) => [0.05, 0.25, 0.5, 0.75, 0.95].map((level) => format(quantileOf(values, level))).join(' ');
    console.log(`${feature.padEnd(46)} | ${show(x)} | ${show(y)} | KS ${distance(x, y).toFixed(2)}`);
  }
  console.log('pooled persistence', pooled(real).map(format).join(' '), '|', pooled(made).map(format).join(' '));
  const tested: MethodName[] = season === 1 ? ['naive', 'drift', 'ses', 'theta', 'holt', 'damped'] : ['naive', 'seasonal_naive', 'drift', 'ses', 'theta', 'damped'];
  const [p, q] = [scores(real, tested), scores(made, tested)];
  for (const method of tested) console.log(`${method.padEnd(16)} ${p[method]}  | ${q[method]}`);
  const [realRows, madeRows] = [rowsOf(real), rowsOf(made)];
  const [ours, theirs] = [learn(realRows), learn(madeRows)];
  console.log('linear', predictorNames.join(', '));
  console.log('  learnt from real   ', [...ours].map(format).join(' '));
  console.log('  learnt from made up', [...theirs].map(format).join(' '));
  const naive = new Float64Array(ours.length);
  console.log(`  error on real: last value ${errorOf(naive, realRows).toFixed(3)}, learnt from real ${errorOf(ours, realRows).toFixed(3)}, from made up ${errorOf(theirs, realRows).toFixed(3)}; on made up: ${errorOf(naive, madeRows).toFixed(3)} ${errorOf(ours, madeRows).toFixed(3)} ${errorOf(theirs, madeRows).toFixed(3)}`);
}

function format(value: number): string { return (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2)).padStart(6); }

function distance(x: number[], y: number[]): number {
  const a = Float64Array.from(x).sort(); const b = Float64Array.from(y).sort();
  let [i, j, worst] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i], b[j]);
    while (i < a.length && a[i] <= at) i++;
    while (j < b.length && b[j] <= at) j++;
    worst = Math.max(worst, Math.abs(i / a.length - j / b.length));
  }
  return worst;
}

function pooled(samples: Sample[]): number[] {
  // Regression over all series, each scaled by its mean change; by size of the past change.
  const sums = [0, 1, 2].map(() => [0, 0, 0]);
  for (const { values, horizon, season } of samples) {
    if (season > 1) continue;
    const z = values.every((v) => v > 0) ? values.map(Math.log) : values;
    if (z.some(Number.isNaN)) continue;
    let size = 0; for (let t = 1; t < z.length; t++) size += Math.abs(z[t] - z[t - 1]); size /= z.length - 1;
    if (size === 0) continue;
    const { after, before } = movesOf(z, horizon);
    after.forEach((move, i) => {
      const past = before[i] / size / Math.sqrt(horizon);
      const k = Math.abs(past) < 0.7 ? 0 : Math.abs(past) < 1.5 ? 1 : 2;
      sums[k][0] += (move / size / Math.sqrt(horizon)) * past; sums[k][1] += past * past; sums[k][2]++;
    });
  }
  return sums.flatMap(([p, s, n]) => [p / s, n / samples.length]);
}

/** Mean and median MASE, mean error over the first and the last step. */
function scores(samples: Sample[], names: MethodName[]): Record<string, string> {
  const out: Record<string, string> = {};
  const usable = samples.filter(({ values, horizon, season }) => values.length >= horizon + Math.max(8, 2 * season) && !values.some(Number.isNaN));
  const naive: number[] = [];
  for (const name of names) {
    const errors: number[] = []; const relative: number[] = []; let early = 0; let late = 0;
    usable.forEach(({ values, horizon, season }, at) => {
      const known = values.slice(0, -horizon); const future = values.slice(-horizon);
      let scale = 0; for (let t = season; t < known.length; t++) scale += Math.abs(known[t] - known[t - season]); scale /= known.length - season;
      if (!(scale > 1e-9 * Math.abs(known[0]))) { if (name === names[0]) naive[at] = Number.NaN; return; }
      const { point } = methods[name].fit([known], { horizon, season, levels: [0.5] })[0](known);
      let sum = 0; const quarter = Math.max(1, Math.floor(horizon / 4));
      for (let h = 0; h < horizon; h++) { const e = Math.min(50, Math.abs(point[h] - future[h]) / scale); sum += e; if (h < quarter) early += e / quarter; if (h >= horizon - quarter) late += e / quarter; }
      const mase = sum / horizon; errors.push(mase);
      if (name === names[0]) naive[at] = mase;
      if (naive[at] > 0) relative.push(Math.log((mase + 0.02) / (naive[at] + 0.02)));
    });
    const mean = errors.reduce((s, e) => s + e, 0) / errors.length;
    out[name] = `MASE mean ${mean.toFixed(2)} median ${quantileOf(errors, 0.5).toFixed(2)} q90 ${quantileOf(errors, 0.9).toFixed(2)} late/early ${(late / early).toFixed(2)} geo.rel ${Math.exp(relative.reduce((s, e) => s + e, 0) / relative.length).toFixed(3)} wins ${(relative.filter((r) => r < 0).length / relative.length).toFixed(2)}`;
  }
  return out;
}
