import { join } from 'node:path';
import type { ForecastTask } from '../../src/contracts/ports/index.ts';
import {
  type Dataset,
  forecastInSchema,
  type Model,
  type NumericModel,
  type SeriesData,
} from '../../src/contracts/schemas/index.ts';
import { createForecaster } from '../../src/forecasting/index.ts';
import type { Api } from './api.ts';
import { dailySeries, writeTable } from './series-files.ts';

export const horizon = 20;
export const hiddenSize = 64;

/** A stored panel with a trained model, and what the library needs to forecast the same. */
export interface PanelModel {
  datasetId: string;
  model: NumericModel;
  seriesIds: string[];
  /** The path of its forecasts. */
  path: string;
  /** The task of a call for the first series of the panel. */
  task(count: number): ForecastTask;
}

/** Uploads a panel and trains a GRU with 64 units. Few steps are enough: they do not change its speed. */
export async function trainPanelModel(
  api: Api,
  folder: string,
  size: { series: number; points: number },
): Promise<PanelModel> {
  const series = dailySeries(size.series, size.points);
  const file = join(folder, 'panel.csv');
  await writeTable(file, series);
  const dataset = await api.upload<Dataset>('/v1/datasets', file);
  const { model } = await api.train({
    dataset_id: dataset.id,
    horizon,
    cell: 'gru',
    hidden_size: hiddenSize,
    preset: 'fast',
    steps: 20,
    validation: { windows: 0 }, // its forecasts are measured, not its card
  });
  return panelModelOf(api, dataset, model as NumericModel, series);
}

async function panelModelOf(
  api: Api,
  dataset: Dataset,
  model: NumericModel,
  series: SeriesData[],
): Promise<PanelModel> {
  const bytes = await api.bytes(`/v1/models/${model.id}/weights`);
  const weights = { bytes, sha256: (model as Model).weights!.sha256 };
  const points = tailPoints(model);
  const tails = series.map(
    (one): SeriesData => ({
      ...one,
      times: one.times.slice(-points),
      values: one.values.slice(-points),
    }),
  );
  const { quantiles, levels } = forecastInSchema.parse({});
  return {
    datasetId: dataset.id,
    model,
    seriesIds: series.map(({ id }) => id),
    path: `/v1/models/${model.id}/forecasts`,
    task: (count) => ({
      weights,
      spec: model.spec,
      header: dataset,
      series: tails.slice(0, count),
      horizon,
      quantiles,
      levels,
      samples: 0,
      seed: 1,
      fittedSteps: 0,
    }),
  };
}

/** Observations that the service reads of a series. */
function tailPoints({ spec }: NumericModel): number {
  const noThreads = { run: () => Promise.reject(new Error('no task is expected')) };
  return createForecaster(noThreads, null).tailPoints(spec);
}
