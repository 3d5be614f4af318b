/** `node bench/new-series/main.ts [--data FOLDER --season M --attributes info.csv:category]`: forecasts of series whose
 *  history is hidden but for 0 … 3 observations, from the rest of their panel, beside naive forecasts and the
 *  pre-trained network. Only training parts are read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import type { PanelSeries } from '../../src/contracts/ports/index.ts';
import type { DatasetHeader } from '../../src/contracts/schemas/index.ts';
import { methods } from '../../src/forecasting/methods/index.ts';
import { createPanelForecaster } from '../../src/forecasting/new-series/index.ts';
import { mean, median } from '../statistics.ts';
import { madeUpShops, type Panel, panelOfFolder } from './panels.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    season: { type: 'string', default: '12' },
    attributes: { type: 'string' },
    horizon: { type: 'string', default: '12' },
  },
});
const K = Number(options.horizon);
const hiddenMax = 120;
const panelMax = 400;
const levels = [0.025, 0.1, 0.5, 0.9, 0.975];

measure(
  options.data === undefined
    ? madeUpShops(1, 300)
    : panelOfFolder(options.data, Number(options.season), attributesOf(options.data)),
);

function attributesOf(folder: string): Map<string, PanelSeries['static']> {
  if (options.attributes === undefined) return new Map();
  const [file, ...names] = options.attributes.split(/[:,]/);
  const rows: Record<string, string>[] = parse(readFileSync(join(folder, file)), { columns: true });
  return new Map(
    rows.map((row) => [row.unique_id, Object.fromEntries(names.map((name) => [name, row[name]]))]),
  );
}

function measure({ name, season, series }: Panel): void {
  const usable = series.filter(({ values }) => values.length >= 2 * season + K + 4);
  const hidden = every(usable, hiddenMax);
  const rest = every(
    usable.filter((one) => !hidden.includes(one)),
    panelMax,
  );
  const length = Math.max(...usable.map(({ values }) => values.length));
  const header = { time_kind: 'integer', time_zone: null, frequency: frequencyOf(season) } as DatasetHeader;
  // All series end at the same time; the panel ends where the hidden future begins.
  const panel = rest.map(({ static: attributes, values }): PanelSeries => {
    const known = values.subarray(0, values.length - K);
    const times = Float64Array.from(known, (_, t) => length - values.length + t);
    const tail = Math.max(0, known.length - 4 * season - 3 * K);
    return {
      static: attributes,
      head: { times: times.subarray(0, 3 * (K + 3)), values: known.subarray(0, 3 * (K + 3)) },
      tail: { times: times.subarray(tail), values: known.subarray(tail) },
    };
  });
  const start = performance.now();
  const forecast = createPanelForecaster(panel, header, season, levels);
  const built = performance.now() - start;
  const middle = median(panel.map(({ tail }) => median(Array.from(tail.values))));
  print([name, 'n', 'cover80', 'cover95', 'panel', 'median', 'last', 'mean', 'instant', 'ms']);
  for (const n of [0, 1, 2, 3]) {
    const sums = { panel: 0, median: 0, last: 0, mean: 0, instant: 0 };
    let [in80, in95, count, ms] = [0, 0, 0, 0];
    for (const one of hidden) {
      const ahead = Float64Array.from({ length: K }, (_, h) => length - K + h);
      const actual = one.values.subarray(one.values.length - K);
      const observed = one.values.slice(one.values.length - K - n, one.values.length - K);
      const from = performance.now();
      const made = forecast({
        static: one.static,
        values: observed,
        ahead,
        times: Float64Array.from(observed, (_, i) => length - K - n + i),
      });
      ms += performance.now() - from;
      if (made === null) continue;
      const instant =
        n === 0 ? null : methods.instant.fit([observed], { horizon: K, season: 1, levels })[0](observed);
      const size = mean(Array.from(actual, Math.abs)) || 1;
      for (let h = 0; h < K; h++) {
        const q = made.quantiles.subarray(h * levels.length, (h + 1) * levels.length);
        const y = actual[h];
        count++;
        if (y >= q[1] && y <= q[3]) in80++;
        if (y >= q[0] && y <= q[4]) in95++;
        sums.panel += Math.abs(y - q[2]) / size;
        sums.median += Math.abs(y - middle) / size;
        sums.last += Math.abs(y - (observed[n - 1] ?? Number.NaN)) / size;
        sums.mean += Math.abs(y - mean(Array.from(observed))) / size;
        sums.instant += Math.abs(y - (instant?.point[h] ?? Number.NaN)) / size;
      }
    }
    const shares = [in80 / count, in95 / count, ...Object.values(sums).map((sum) => sum / count)];
    print(['', String(n), ...shares.map((share) => share.toFixed(3)), (ms / hidden.length).toFixed(2)]);
  }
  print([`${hidden.length} hidden, ${panel.length} in the panel, built in ${built.toFixed(0)} ms`]);
}

function frequencyOf(season: number): DatasetHeader['frequency'] {
  return { step: '1', season_lengths: season > 1 ? [season] : [], closed_weekdays: [] } as never;
}

function every<T>(items: readonly T[], max: number): T[] {
  if (items.length <= max) return [...items];
  return Array.from({ length: max }, (_, i) => items[Math.floor((i * items.length) / max)]);
}

function print(cells: readonly string[]): void {
  process.stdout.write(`${cells.map((cell) => cell.padEnd(9)).join(' ')}\n`);
}
