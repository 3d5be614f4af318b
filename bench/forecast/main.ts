/** `npm run bench:forecast`: how long a forecast takes once its series are read and its model is loaded, for one series
 *  and for a thousand in one call, in one thread and in the two of the service; by the networks alone, and mixed with
 *  statistical methods. Context 336, horizon 48, the default quantiles and intervals of a call.
 *  The last line of `--json` is the report; without it, a table. */
import { parseArgs } from 'node:util';
import { Piscina } from 'piscina';
import { codeOf } from '../../src/built-code.ts';
import type { ForecastTask } from '../../src/contracts/ports/index.ts';
import { type ForecastIn, forecastInSchema } from '../../src/contracts/schemas/index.ts';
import { selectKernel } from '../../src/engine/index.ts';
import {
  createEnsemble,
  createForecaster,
  decodeParts,
  encodeWeights,
  forecastBatch,
  forecastSeries,
  networkOnly,
  statisticalMembers,
} from '../../src/forecasting/index.ts';
import { type Preset, presets } from '../accuracy/presets.ts';
import { atMost, goalLines, jsonLine } from '../goals.ts';
import { hourlySeries, trainedOn } from './model.ts';

const manySeries = 1_000;
/** Goals: a forecast of one series, and of a thousand in one call over two threads. */
const oneSeriesMsMax: Record<Preset, number> = { fast: 1, balanced: 5, accurate: 5 };
const manySeriesMsMax = 500;
/** Enough for a preset's full sizes. */
const trainedOnSeries = 12;
/** Calls whose median is reported, after warm-up calls. */
const repeats = { one: 200, many: 7 };
const warmUps = { one: 50, many: 2 };

const threads = new Piscina({
  filename: codeOf('src/processes/forecast-thread.ts', process.env),
  maxThreads: 2,
  idleTimeout: 60_000,
});
const forecaster = createForecaster(threads, null, { threadsOfCall: 2 });

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const series = hourlySeries(manySeries);
const asked: ForecastIn = forecastInSchema.parse({});

const rows = [];
for (const preset of presets) {
  const { header, weights, spec } = await trainedOn(series.slice(0, trainedOnSeries), preset);
  const parts = decodeParts(weights.bytes, ['members'], selectKernel(), forecastBatch);
  // With a strong season, validation often gives the networks all of the weight.
  const mixtures = { networks_alone: networkOnly, as_trained: parts.ensembleWeights.members };
  for (const [mixture, ensembleWeights] of Object.entries(mixtures)) {
    const model = createEnsemble({
      ...parts,
      calibration: parts.calibration.members,
      ensembleWeights,
      batchMax: forecastBatch,
    });
    const call = (count: number): ForecastTask => ({
      weights: encodeWeights({
        ...parts,
        ensembleWeights: { members: ensembleWeights, heldOut: ensembleWeights },
      }),
      spec,
      header,
      series: series.slice(0, count),
      horizon: spec.horizon,
      quantiles: asked.quantiles,
      levels: asked.levels,
      samples: 0,
      seed: 1,
      fittedSteps: 0,
    });
    const here = (task: ForecastTask) => async () => forecastSeries(task, model, forecastBatch);
    const many = call(manySeries);
    const written = { ...many, form: { type: 'json', order: 'made' }, isPacked: false } as const;
    rows.push({
      preset,
      networks: spec.members,
      hidden_size: spec.hidden_size,
      mixture,
      methods: statisticalMembers(ensembleWeights)
        .map(({ name, weight }) => `${name} ${weight}`)
        .join(', '),
      one_series_ms: await medianMs(here(call(1)), warmUps.one, repeats.one),
      thousand_series_ms: await medianMs(here(many), warmUps.many, repeats.many),
      two_threads_ms: await medianMs(() => forecaster.forecastTexts(written), warmUps.many, repeats.many),
    });
  }
}
await threads.destroy();
const goals = rows.flatMap((row) => [
  ...atMost(`${nameOf(row)}: one_series_ms`, oneSeriesMsMax[row.preset], row.one_series_ms),
  ...atMost(`${nameOf(row)}: two_threads_ms`, manySeriesMsMax, row.two_threads_ms),
]);
if (options.json) process.stdout.write(jsonLine({ context: 336, horizon: 48, rows }, goals));
else {
  console.table(rows);
  process.stdout.write(`${goalLines(goals).join('\n')}\n`);
}

function nameOf({ preset, mixture }: { preset: string; mixture: string }): string {
  return `${preset}, ${mixture}`;
}

async function medianMs(forecast: () => Promise<object[]>, warmUp: number, count: number): Promise<number> {
  const times: number[] = [];
  for (let n = -warmUp; n < count; n++) {
    const started = performance.now();
    const answers = await forecast();
    const took = performance.now() - started;
    if (answers.some((answer) => 'problem' in answer)) throw new Error(JSON.stringify(answers[0]));
    if (n >= 0) times.push(took);
  }
  const middle = times.sort((a, b) => a - b)[Math.floor(count / 2)];
  return Math.round(1_000 * middle) / 1_000;
}
