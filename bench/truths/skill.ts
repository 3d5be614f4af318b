/** `npm run bench:skill [-- --trials 100 --kinds noise --prices <folder> --json]`: how often a card claims skill. Each
 *  trial trains a model with `fast` on one series: pure noise, where no claim is right, or a process with a known
 *  skill. `--prices` adds the daily log returns of the series of a folder to the noise. */
import { parseArgs } from 'node:util';
import type { DatasetHeader, ModelSpec } from '../../src/contracts/schemas/index.ts';
import { createRng, type Rng } from '../../src/engine/index.ts';
import { type BenchFolder, readFolder } from '../accuracy/folder.ts';
import { atLeast, atMost, type Goal, goalLines, jsonLine } from '../goals.ts';
import { matching } from '../named-options.ts';
import { requestedSpec } from '../requested-spec.ts';
import { trainAlone } from '../train-alone.ts';
import { logReturns } from './log-returns.ts';

const falseShareMax = 0.1;
const trueShareMin = 0.9;

interface Kind {
  name: string;
  hasSkill: boolean;
  length: number;
  horizon: number;
  /** Season of the frequency; 1 without one. */
  season: number;
  values(rng: Rng): number[];
}

const steps = (length: number, value: (t: number) => number) => Array.from({ length }, (_, t) => value(t));

/** Student's t with 3 degrees of freedom. */
function heavy(rng: Rng): number {
  return rng.normal() / Math.sqrt((rng.normal() ** 2 + rng.normal() ** 2 + rng.normal() ** 2) / 3);
}

const noise = { hasSkill: false, length: 400, horizon: 10, season: 1 };
const known = { hasSkill: true, length: 1_200, horizon: 10, season: 1 };
const kinds: readonly Kind[] = [
  { ...noise, name: 'normal noise', values: (rng) => steps(400, () => 100 + 10 * rng.normal()) },
  { ...noise, name: 'heavy-tailed noise', values: (rng) => steps(400, () => 100 + 5 * heavy(rng)) },
  {
    ...noise,
    name: 'normal noise of a week',
    season: 7,
    length: 600,
    values: (rng) => steps(600, () => 100 + 10 * rng.normal()),
  },
  {
    ...noise,
    name: 'GARCH returns',
    length: 1_000,
    values(rng) {
      let variance = 1;
      return steps(1_000, () => {
        const value = Math.sqrt(variance) * rng.normal();
        variance = 0.05 + 0.08 * value ** 2 + 0.87 * variance;
        return 0.01 * value;
      });
    },
  },
  {
    ...known,
    name: 'AR(1) with .8',
    values(rng) {
      let x = rng.normal() / 0.6;
      return steps(known.length, () => {
        x = 0.8 * x + rng.normal();
        return 100 + 5 * x;
      });
    },
  },
  {
    ...known,
    name: 'season, half of the variance',
    season: 7,
    length: 1_500,
    horizon: 14,
    values(rng) {
      const raw = steps(7, () => rng.normal());
      const mean = raw.reduce((sum, x) => sum + x, 0) / 7;
      const deviation = Math.sqrt(raw.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 7);
      return steps(1_500, (t) => 100 + 10 * ((raw[t % 7] - mean) / deviation + rng.normal()));
    },
  },
];

const { values: options } = parseArgs({
  options: {
    trials: { type: 'string', default: '20' },
    kinds: { type: 'string' },
    length: { type: 'string' },
    prices: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const trials = Number(options.trials);
const returns = options.prices === undefined ? [] : [returnsOf(readFolder(options.prices))];
const rows = [];
const goals: Goal[] = [];
for (const kind of matching('--kinds', options.kinds, [...kinds, ...returns])) {
  const cards = [];
  for (let trial = 0; trial < trials; trial++) cards.push(await cardOf(kind, createRng(7_919 * (trial + 1))));
  const claimed = cards.filter(({ has_skill }) => has_skill).length / trials;
  const values = cards.map(({ skill }) => skill?.value ?? 0);
  const row = {
    kind: kind.name,
    claimed,
    none: cards.filter(({ skill }) => skill === null).length,
    // Cards whose claim holds for so many first steps.
    claimedSteps: Object.fromEntries(
      Object.entries(
        Object.groupBy(cards, ({ leads }) => leads?.findLast(({ has_skill }) => has_skill)?.steps ?? 'none'),
      ).map(([steps, all]) => [steps, all!.length]),
    ),
    meanSkill: values.reduce((sum, value) => sum + value, 0) / trials,
    baselines: Object.fromEntries(
      Object.entries(Object.groupBy(cards, ({ skill }) => skill?.baseline ?? 'none')).map(([name, all]) => [
        name,
        all!.length,
      ]),
    ),
  };
  rows.push(row);
  process.stderr.write(`${JSON.stringify(row)}\n`);
  const name = `${kind.name}: share of cards with skill`;
  goals.push(
    ...(kind.hasSkill ? atLeast(name, trueShareMin, claimed) : atMost(name, falseShareMax, claimed)),
  );
}
process.stdout.write(options.json ? jsonLine({ trials, rows }, goals) : `${goalLines(goals).join('\n')}\n`);

async function cardOf({ values, horizon, season }: Kind, rng: Rng) {
  const drawn = values(rng);
  const header: DatasetHeader = {
    time_kind: 'integer',
    time_zone: null,
    target: 'y',
    covariates: [],
    frequency: {
      kind: 'index',
      step: '1',
      season_lengths: season > 1 ? [season] : [],
      closed_weekdays: [],
      closures: [],
      open_times: null,
    },
  };
  const series = {
    id: 's',
    times: Float64Array.from(drawn, (_, t) => t),
    values: Float64Array.from(drawn.slice(0, Number(options.length ?? drawn.length))),
    covariates: {},
    static: {},
  };
  series.times = series.times.subarray(0, series.values.length);
  // The card is of the held-out network: one member is enough.
  const spec: ModelSpec = { ...requestedSpec({ target: 'y', horizon, preset: 'fast', seed: 1 }), members: 1 };
  return (await trainAlone({ spec, header, series: [series] })).card;
}

/** Log returns of the training part of one series, in turn. */
function returnsOf(folder: BenchFolder): Kind {
  const length = 1_000;
  let next = 0;
  return {
    ...noise,
    name: `log returns of ${folder.name}`,
    length,
    values(rng) {
      const { values, trainLength } = folder.series[next++ % folder.series.length];
      const returns = logReturns(values.subarray(0, trainLength));
      const start = rng.int(Math.max(1, returns.length - length + 1));
      return returns.slice(start, start + length);
    },
  };
}
