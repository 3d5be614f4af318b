import type {
  DatasetStore,
  Forecaster,
  IndexRange,
  ModelStore,
  StoredForecast,
} from '../../contracts/ports/index.ts';
import {
  type Accuracy,
  type ModelSpec,
  requireModelKind,
  type SeriesData,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { reserveNumbers } from '../inputs/held-numbers.ts';
import { keptOf } from '../inputs/histories.ts';
import { resultOrThrow } from '../inputs/result.ts';
import { readRanges } from './range-reads.ts';

/** Observations before a forecast that the scale of MASE is computed from: of a series, and of all
 *  series of the forecast. */
const scalePointsMax = 20_000;
const scalePointsOfAllMax = 4_000_000;

export interface AccuracyDeps {
  store: { datasets: Pick<DatasetStore, 'get' | 'read' | 'countsBefore'>; models: Pick<ModelStore, 'get'> };
  forecaster: Pick<Forecaster, 'accuracy' | 'spansOf'>;
}

/** Scores of a stored forecast against the observations of its steps. Later observations are not read, so they do not
 *  change the answer. @throws AppError forecast_without_dataset, forecast_not_finite, overloaded */
export async function accuracyOf(
  { store: { datasets, models }, forecaster }: AccuracyDeps,
  tenant: TenantId,
  { head, contents }: StoredForecast,
): Promise<Accuracy> {
  if (head.dataset_id === null) throw withoutDataset(head.id);
  const dataset = await datasets.get(tenant, head.dataset_id);
  const spec = head.method === 'trained' ? await specOf(head.model_id) : null;
  const spans = new Map(
    (await forecaster.spansOf({ contents, header: dataset })).map(({ id, ...span }) => [id, span]),
  );
  const timesOf = (id: string) => {
    const { start, end } = spans.get(id)!;
    return [start, end + 1]; // times are whole numbers
  };
  const options = { seriesIds: [...spans.keys()], version: dataset.version };
  const counts = await keptOf(dataset, datasets.countsBefore(tenant, dataset.id, timesOf, options));
  const scalePoints = Math.min(scalePointsMax, Math.floor(scalePointsOfAllMax / Math.max(1, spans.size)));
  const ranges = new Map<string, IndexRange>();
  for (const { id, before } of counts) {
    const [first, end] = before;
    // A series without an observation of the steps has no scores. One with many times between the
    // steps is not read as a whole.
    if (first < end) ranges.set(id, { first: Math.max(0, first - scalePoints, end - 2 * scalePoints), end });
  }
  const series: SeriesData[] = [];
  const target = spec?.target ?? dataset.target;
  let points = 0;
  for (const { first, end } of ranges.values()) points += end - first;
  const leavesOutCovariates = target === dataset.target;
  reserveNumbers(points * (leavesOutCovariates ? 2 : 3));
  for await (const part of readRanges(datasets, tenant, dataset, ranges, { leavesOutCovariates }))
    for (const one of part) series.push(withTargetOnly(one, target));
  const scores = resultOrThrow(await forecaster.accuracy({ contents, spec, header: dataset, series }));
  return {
    forecast_id: head.id as string,
    dataset_version: dataset.version,
    horizon: head.horizon,
    ...scores,
  };

  async function specOf(modelId: string): Promise<ModelSpec> {
    const model = await models.get(tenant, modelId);
    requireModelKind(model, 'numeric', { symbols: 'none, because forecasts of symbols are not stored' });
    return model.spec;
  }
}

/** The series without covariates that are not its target. */
function withTargetOnly(series: SeriesData, target: string): SeriesData {
  const { covariates } = series;
  return {
    ...series,
    covariates: Object.hasOwn(covariates, target) ? { [target]: covariates[target] } : {},
  };
}

function withoutDataset(id: string | null): AppError {
  return new AppError('forecast_without_dataset', {
    detail: `Forecast ${id} is an instant forecast of series that were not stored; accepted: the forecast of a model or a dataset, which is compared with the observations of the dataset.`,
  });
}
