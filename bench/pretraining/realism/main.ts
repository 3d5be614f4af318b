/** `npm run realism -- <folder>… [--season 12] [--family growth] [--seed 1] [--series 800]`: statistics of the training
 *  parts of real series beside those of made-up series of the same season and lengths. Test parts are not read. */
import { parseArgs } from 'node:util';
import type { MethodName } from '../../../src/forecasting/index.ts';
import { quantileOf } from '../../statistics.ts';
import { familyNames } from '../generator/index.ts';
import { type Features, featuresOf } from './features.ts';
import { errorOf, learn, predictorNames, rowsOf } from './linear.ts';
import { type Group, makeSamples, readSamples, type Sample } from './samples.ts';
import { scoresOf } from './scores.ts';

const shownLevels = [0.05, 0.25, 0.5, 0.75, 0.95];

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    season: { type: 'string' },
    family: { type: 'string' },
    seed: { type: 'string', default: '1' },
    series: { type: 'string', default: '800' },
  },
});
const count = Number(options.series);
const family = familyNames.find((name) => name === options.family);
if (folders.length === 0 || (options.family !== undefined && family === undefined)) {
  process.stderr.write(`Name folders of the bench format; families are ${familyNames.join(', ')}.\n`);
  process.exit(2);
}

for (const group of folders.flatMap((folder) => readSamples(folder, count)))
  if (options.season === undefined || group.samples[0].season === Number(options.season)) compare(group);

function compare({ name, samples: real }: Group): void {
  const made = makeSamples(real, count, Number(options.seed), family);
  process.stdout.write(`\n${name}: ${real.length} real series, ${made.length} made up\n`);
  const [a, b] = [real, made].map((samples) =>
    samples.map(({ values, season, horizon }) => featuresOf(values, season, horizon)),
  );
  for (const feature of Object.keys({ ...a[0], ...b[0] })) printFeature(feature, a, b);
  printScores(real, made);
  printLinear(real, made);
}

/** Quantiles 5, 25, 50, 75 and 95 % of both, the largest distance of their distribution functions, and the share of the
 *  real series inside the central 95 % of the made-up ones. */
function printFeature(feature: string, a: readonly Features[], b: readonly Features[]): void {
  const [real, made] = [a, b].map((rows) =>
    Float64Array.from(rows, (row) => row[feature] ?? Number.NaN).filter(Number.isFinite),
  );
  if (real.length === 0 || made.length === 0) return;
  const shown = (values: Float64Array) =>
    shownLevels.map((level) => text(quantileOf(values, level))).join('');
  const apart = distance(real, made).toFixed(2);
  const [low, high] = [0.025, 0.975].map((level) => quantileOf(made, level));
  const inside = real.filter((value) => value >= low && value <= high).length / real.length;
  process.stdout.write(
    `${feature.padEnd(48)}|${shown(real)} |${shown(made)} | ${apart} ${inside.toFixed(2)}\n`,
  );
}

function printScores(real: readonly Sample[], made: readonly Sample[]): void {
  const tested: MethodName[] = ['naive', 'seasonal_naive', 'drift', 'ses', 'theta', 'damped'];
  const names = tested.filter((name) => name !== 'seasonal_naive' || real[0].season > 1);
  const [own, theirs] = [scoresOf(real, names), scoresOf(made, names)];
  for (const [i, { method, mase, ratio }] of own.entries())
    process.stdout.write(
      `${`${method}: MASE, ratio to naive`.padEnd(48)}|${text(mase)}${text(ratio)} |${text(theirs[i].mase)}${text(theirs[i].ratio)}\n`,
    );
}

function printLinear(real: readonly Sample[], made: readonly Sample[]): void {
  const [own, theirs] = [rowsOf(real), rowsOf(made)];
  const [ofReal, ofMade] = [learn(own), learn(theirs)];
  process.stdout.write(`linear forecaster: ${predictorNames.join(', ')}\n`);
  process.stdout.write(`  learnt from real series    ${[...ofReal].map(text).join('')}\n`);
  process.stdout.write(`  learnt from made-up series ${[...ofMade].map(text).join('')}\n`);
  const errors = [new Float64Array(ofReal.length), ofReal, ofMade].map((weights) => errorOf(weights, own));
  process.stdout.write(
    `  error on real series: last value${text(errors[0])}, learnt from them${text(errors[1])}, from made-up ones${text(errors[2])}\n`,
  );
}

/** Largest distance of two empirical distribution functions (Kolmogorov and Smirnov). */
function distance(x: Float64Array, y: Float64Array): number {
  const [a, b] = [x.toSorted(), y.toSorted()];
  let [i, j, largest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i], b[j]);
    while (i < a.length && a[i] <= at) i++;
    while (j < b.length && b[j] <= at) j++;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return largest;
}

function text(value: number): string {
  return (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2)).padStart(7);
}
