/** One training in a process of its own. Its last line is a `TrainingReport`: main.ts reads it with the profiles. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { sharedSeries } from '../../src/contracts/schemas/index.ts';
import { readSymbolText, trainSymbols } from '../../src/sequences/index.ts';
import { createSeriesReader } from '../../src/series/index.ts';
import { createCoreBudget, unsupervised } from '../../src/training/index.ts';
import { readFolder } from '../accuracy/folder.ts';
import { planEvaluations } from '../accuracy/plan.ts';
import { type Preset, presets } from '../accuracy/presets.ts';
import type { Span } from '../cpu-profiles.ts';
import { requestedSpec } from '../requested-spec.ts';
import { letterSpec } from '../symbols/spec.ts';
import { mobyDick } from '../symbols/text.ts';
import { trainAlone } from '../train-alone.ts';

export interface TrainingReport extends Span {
  seconds: number;
  /** CPU of all threads, also of those that have no JavaScript. */
  cpuSeconds: number;
  /** Hash of the weights. */
  sha256: string;
}

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    preset: { type: 'string', default: 'fast' },
    threads: { type: 'string', default: '2' },
    steps: { type: 'string', default: '300' },
  },
});
const threads = Number(options.threads);
const train = options.data === undefined ? await letters() : folderTraining(options.data);

const fromUs = nowUs();
const usedBefore = process.cpuUsage();
const weights = await train();
const { user, system } = process.cpuUsage(usedBefore);
const toUs = nowUs();
const report: TrainingReport = {
  fromUs,
  toUs,
  seconds: (toUs - fromUs) / 1e6,
  cpuSeconds: (user + system) / 1e6,
  sha256: createHash('sha256').update(weights).digest('hex'),
};
process.stdout.write(`${JSON.stringify(report)}\n`);

/** The first dataset of a folder, as a job of the service trains it: with backtest and card. */
function folderTraining(path: string): () => Promise<Uint8Array> {
  const preset = presets.find((name): name is Preset => name === options.preset);
  if (preset === undefined) throw new Error(`--preset is one of ${presets.join(', ')}.`);
  const folder = readFolder(path);
  const group = planEvaluations(folder)[0].blocks[0].groups[0];
  const { header, series } = createSeriesReader().json({
    frequency: 'auto',
    time_zone: null,
    series: group.series.map(({ series: at, known }) => ({
      id: folder.series[at].id,
      times: folder.series[at].times.slice(0, known),
      values: Array.from(folder.series[at].values.subarray(0, known), (y) => (Number.isNaN(y) ? null : y)),
    })),
  });
  const spec = requestedSpec({ target: header.target, horizon: group.horizon, preset, seed: 1 });
  const shared = sharedSeries(series);
  const budget = createCoreBudget(threads, 1);
  return () =>
    budget.use(async (cores) => (await trainAlone({ spec, header, series: shared }, cores)).weights.bytes);
}

async function letters(): Promise<() => Promise<Uint8Array>> {
  const { vocabulary, sequences } = await readSymbolText(Readable.from([Buffer.from(mobyDick())]), {
    split: 'none',
  });
  const spec = { ...letterSpec('gru', 384), steps: Number(options.steps) };
  return async () => {
    const outcome = await trainSymbols(
      { spec, vocabulary, sequences, checkpoint: null, initialWeights: null, kernel: null },
      unsupervised(),
      { threads },
    );
    if (outcome.status !== 'succeeded') throw new Error(JSON.stringify(outcome));
    return outcome.weights.bytes;
  };
}

/** Time on the clock of V8's profiles. */
function nowUs(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
