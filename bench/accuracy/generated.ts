/** `npm run bench:generated [-- --preset fast --seed 1 --kinds counts,prices --json]`: `auto` beside repeating the last
 *  value and the last season, on generated series of many kinds. One fit before the last windows of the horizon, a
 *  forecast of each. Lists the kinds on which `auto` is worse than the better of the two by more than 0.5 %, or has a
 *  wrong coverage. The last line of `--json` is the report; without it, a table. */
import { parseArgs } from 'node:util';
import { type MethodName, methods } from '../../src/forecasting/index.ts';
import { atLeast, atMost, type Goal, jsonLine } from '../goals.ts';
import { matching, oneOf } from '../named-options.ts';
import type { BenchFolder, BenchSeries } from './folder.ts';
import { generated, type Kind, kinds } from './kinds.ts';
import type { PlannedGroup } from './plan.ts';
import { presets } from './presets.ts';
import { type Figures, figuresOf } from './report.ts';
import { runUnit } from './unit.ts';

const windows = 3;
/** Largest ratio of the MASE to that of the better baseline, and the range of the coverage. */
const maseRatioMax = 1.005;
const coverage = { coverage80: [0.77, 0.83], coverage95: [0.93, 0.97] } as const;
const baselines = ['naive', 'seasonal_naive'] as const satisfies MethodName[];

const { values: options } = parseArgs({
  options: {
    preset: { type: 'string', default: 'fast' },
    seed: { type: 'string', default: '1' },
    kinds: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const preset = oneOf('--preset', options.preset, presets);
const rows = [];
const goals: Goal[] = [];
for (const kind of matching('--kinds', options.kinds, kinds)) {
  const { row, goals: own } = await measured(kind);
  rows.push(row);
  goals.push(...own);
  process.stderr.write(`${JSON.stringify(row)}\n`);
}
if (options.json) process.stdout.write(jsonLine({ preset, seed: Number(options.seed), rows }, goals));
else console.table(rows);

async function measured(kind: Kind) {
  const { folder, group } = plannedOf(kind);
  const run = async (method: MethodName | 'auto') =>
    figuresOf([
      await runUnit({ folder: folder.name, group, method, preset, seed: Number(options.seed) }, folder),
    ]);
  const auto = await run('auto');
  const others = await Promise.all(
    baselines.filter((name) => name === 'naive' || (kind.season > 1 && methods[name])).map(run),
  );
  const best = Math.min(...others.map((figures) => figures.mase ?? Number.POSITIVE_INFINITY));
  const goals = goalsOf(kind, auto, best);
  const misses = goals.filter(({ reached }) => !reached).map(({ name }) => name.split(': ')[1]);
  const row = {
    kind: kind.name,
    series: kind.series,
    horizon: kind.horizon,
    mase: rounded(auto.mase),
    over_naive: rounded(ratioOf(auto.mase, best)),
    coverage80: rounded(auto.coverage80),
    coverage95: rounded(auto.coverage95),
    seconds: Math.round(auto.seconds ?? 0),
    misses: [...new Set(misses)].join(' '),
  };
  return { row, goals };
}

/** None for a series that is forecast without an error: every observation is inside every interval. */
function goalsOf(kind: Kind, auto: Figures, best: number): Goal[] {
  if (auto.wql === 0) return [];
  const intervals = ['coverage80', 'coverage95'] as const;
  return [
    ...atMost(`${kind.name}: mase`, maseRatioMax * best, auto.mase ?? 0),
    ...intervals.flatMap((name) => atLeast(`${kind.name}: ${name}`, coverage[name][0], auto[name])),
    ...intervals.flatMap((name) => atMost(`${kind.name}: ${name}`, coverage[name][1], auto[name])),
  ];
}

function ratioOf(value: number | null, of: number): number | null {
  if (value === null) return null;
  return of === 0 ? (value === 0 ? 1 : Number.POSITIVE_INFINITY) : value / of;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(1_000 * value) / 1_000;
}

function plannedOf(kind: Kind): { folder: BenchFolder; group: PlannedGroup } {
  const { season, horizon } = kind;
  const series = generated(kind).map((values, i): BenchSeries => {
    const trainLength = values.length - windows * horizon;
    return {
      id: `s${i}`,
      times: values.map((_, t) => t + 1),
      values: Float64Array.from(values),
      trainLength,
      season,
      horizon: null,
    };
  });
  const planned = series.map(({ trainLength }, i) => ({
    series: i,
    known: trainLength,
    origins: Array.from({ length: windows }, (_, w) => trainLength + w * horizon),
  }));
  return {
    folder: { name: kind.name, series, evaluations: [] },
    group: { season, horizon, series: planned },
  };
}
