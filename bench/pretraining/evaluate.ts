/** `node bench/pretraining/evaluate.ts --weights <files> --data <folders> [--part train]`: the network of a file alone,
 *  without routing and seasons that are tested. `--part train` takes the last two horizons of the training parts as
 *  targets, so that choices are made without a look at test parts. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { safetensorsMetadata, selectKernel } from '../../src/engine/index.ts';
import { createScore, insampleError, metricsOf, scoredLevels } from '../../src/forecasting/index.ts';
import {
  batchMax,
  createPretrainedForecaster,
  decodePretrained,
  levels,
  rowsMax,
} from '../../src/forecasting/pretrained/index.ts';
import { type BenchSeries, readFolder } from '../accuracy/folder.ts';
import { type PlannedGroup, planEvaluations } from '../accuracy/plan.ts';
import { type Ablation, ablate } from './ablation.ts';

const { values: options } = parseArgs({
  options: {
    weights: { type: 'string', default: 'weights/instant.safetensors' },
    data: { type: 'string', default: '' },
    part: { type: 'string', default: 'test' },
  },
});

for (const path of options.data.split(',')) {
  const folder = readFolder(path);
  for (const { name, blocks } of planEvaluations(folder))
    for (const weights of options.weights.split(',')) {
      const groups = blocks.flatMap((block) => block.groups);
      const sums = groups.map((group) => scored(group, folder.series, weights));
      const rows = Map.groupBy(sums, ({ season, horizon }) => `m ${season}, h ${horizon}`);
      for (const [which, own] of rows) print(`${folder.name} ${name} ${which}`, weights, own);
      if (rows.size > 1) print(`${folder.name} ${name} all`, weights, sums);
    }
}

type Scored = ReturnType<typeof scored>;

function print(what: string, weights: string, all: readonly Scored[]): void {
  const score = createScore();
  for (const { add } of all) add(score);
  const { smape, mase, wql, coverage } = metricsOf(score.sums);
  const figures = [smape, mase, wql, coverage['0.8'], coverage['0.95']].map((value) => value?.toFixed(4));
  process.stdout.write(`${what.padEnd(40)} ${weights} sMAPE MASE WQL 80 95: ${figures.join('  ')}\n`);
}

/** Forecasts a group and returns how to add its errors to a score. */
function scored(
  { season, horizon, series: planned }: PlannedGroup,
  series: readonly BenchSeries[],
  weights: string,
) {
  const file = readFileSync(weights);
  const without = (safetensorsMetadata(file).without ?? '').split(',') as Ablation[];
  const network = decodePretrained(file, { kernel: selectKernel(), batchMax, rowsMax });
  const forecaster = createPretrainedForecaster(network, (batch) => ablate(batch, without));
  const windows = planned.flatMap(({ series: at, known, origins }) => {
    const { values } = series[at];
    const from = options.part === 'train' ? [known - horizon, known - 2 * horizon] : origins;
    return from
      .filter((origin) => origin > 5 && !values.subarray(0, origin).every(Number.isNaN))
      .map((origin) => ({ values, origin, known: Math.min(known, origin) }));
  });
  const forecasts = forecaster.forecast(
    windows.map(({ values, origin }) => values.subarray(0, origin)),
    { season, horizon },
  );
  const Q = levels.length;
  const known: readonly number[] = levels;
  const scoredAt = scoredLevels.map((level) => known.indexOf(level));
  return {
    season,
    horizon,
    add(score: ReturnType<typeof createScore>) {
      for (const [i, { values, origin, known }] of windows.entries()) {
        const { quantiles, isLog } = forecasts[i];
        const unit = insampleError(values, known, season);
        const isPositive = values.subarray(0, origin).every((value) => !(value < 0));
        for (let h = 0; h < horizon; h++) {
          const y = values[origin + h];
          if (y === undefined || Number.isNaN(y)) continue;
          const at = (k: number) => {
            const value = isLog ? Math.exp(quantiles[h * Q + k]) : quantiles[h * Q + k];
            return isPositive ? Math.max(0, value) : value;
          };
          const row = scoredAt.map((k, s) =>
            k >= 0 ? at(k) : (at(s < 3 ? 0 : Q - 2) + at(s < 3 ? 1 : Q - 1)) / 2,
          );
          score.add(y, at(levels.indexOf(0.5)), Float64Array.from(row), unit);
        }
        score.endSeries();
      }
    },
  };
}
