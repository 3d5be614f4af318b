import { join } from 'node:path';
import type { Dataset } from '../../../src/contracts/schemas/index.ts';
import type { Bench } from '../bench.ts';
import { dailySeries, writeTable } from '../series-files.ts';
import { type Cost, growthFigure } from './growth.ts';
import type { Part } from './part.ts';
import { secondsOf } from './training.ts';

const horizon = 7;
const pointsOfSeries = 150;
const limit = 1.05;

/** Time of a training in the number of series, and in the length of the context. */
export const growthTraining: Part = {
  name: 'growth_training',
  figures: ['growth.training_series', 'growth.training_context'],
  async measure(bench) {
    const { series, contexts, contextSteps, contextSeries } = bench.sizes.growth;
    const bySeries: Cost[] = [];
    for (const size of series) {
      const datasetId = await uploaded(bench, size, pointsOfSeries);
      bySeries.push({ size, cost: await jobMs(bench, { dataset_id: datasetId }) });
    }
    const datasetId = await uploaded(bench, contextSeries, 4 * (contexts.at(-1) as number));
    const byContext: Cost[] = [];
    for (const size of contexts) {
      const network = { context_length: size, steps: contextSteps, batch_size: 64, members: 1 };
      byContext.push({ size, cost: await jobMs(bench, { dataset_id: datasetId, ...network }) });
    }
    return [
      growthFigure('growth.training_series', bySeries, limit),
      growthFigure('growth.training_context', byContext, limit),
    ];
  },
};

async function uploaded(bench: Bench, series: number, points: number): Promise<string> {
  const file = join(bench.folder, 'growth.csv');
  await writeTable(file, dailySeries(series, points));
  return (await (await bench.api()).upload<Dataset>('/v1/datasets', file)).id;
}

async function jobMs(bench: Bench, settings: object): Promise<number> {
  const { job } = await (await bench.api()).train({ horizon, preset: 'fast', ...settings });
  return 1_000 * secondsOf(job);
}
