import { join } from 'node:path';
import type { Dataset } from '../../../src/contracts/schemas/index.ts';
import { createRng } from '../../../src/engine/index.ts';
import { seedsOfLoad } from '../load/load.ts';
import { timeOf, writeLines } from '../series-files.ts';
import { type Cost, growthFigure } from './growth.ts';
import type { Part } from './part.ts';

const horizon = 20;

/** Latency of a forecast in the number of stored points of its series. Each call has a seed of its own, so its forecast
 *  is computed. The raw values have the first call after each append, which reads the observations that were added. */
export const growthPoints: Part = {
  name: 'growth_points',
  figures: ['growth.forecast_points'],
  async measure(bench) {
    const api = await bench.api();
    const rng = createRng(3);
    const file = join(bench.folder, 'points.csv');
    const rows = function* (from: number, to: number) {
      for (let t = from; t < to; t++)
        yield `a,${timeOf(t)},${(100 + 10 * Math.sin(t / 60) + rng.normal()).toFixed(2)}\n`;
    };
    let path = '';
    let append = '';
    let stored = 0;
    const costs: Cost[] = [];
    const first: Record<string, number> = {};
    const body = { horizon };
    for (const [i, size] of bench.sizes.growth.points.entries()) {
      await writeLines(file, 'unique_id,ds,y\n', rows(stored, size));
      stored = size;
      if (path === '') {
        const { id } = await api.upload<Dataset>('/v1/datasets', file);
        const { model } = await api.train({
          dataset_id: id,
          horizon,
          preset: 'fast',
          context_length: 64,
          steps: 5,
        });
        path = `/v1/models/${model.id}/forecasts`;
        append = `/v1/datasets/${id}/observations`;
      } else await api.upload(append, file);
      const started = performance.now();
      await api.post(path, body);
      first[`first_at_${size}_ms`] = performance.now() - started;
      const { p50 } = await bench.load().ask({
        url: `${api.url}${path}`,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        bodies: [JSON.stringify(body)],
        firstSeed: (i + 1) * seedsOfLoad,
        connections: 1,
        seconds: bench.sizes.loadSeconds,
        expects: 200,
      });
      costs.push({ size, cost: p50 });
    }
    return [growthFigure('growth.forecast_points', costs, 0.1, first)];
  },
};
