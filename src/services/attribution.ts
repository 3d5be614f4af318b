import type { DatasetStore, ForecastCalls, Forecaster, SeriesReader } from '../contracts/ports/index.ts';
import {
  limits,
  type NumericModel,
  requireReady,
  rowsUntil,
  type TenantId,
  type TraceIn,
} from '../contracts/schemas/index.ts';
import type { Problem } from '../errors.ts';
import { reserveNumbers } from './inputs/held-numbers.ts';
import {
  atVersion,
  type Histories,
  inlineSeries,
  refuseAll,
  storedSeries,
  timeAt,
} from './inputs/histories.ts';
import type { WeightsReader } from './inputs/model-weights.ts';
import { resultOrThrow } from './inputs/result.ts';
import { rowsAhead } from './inputs/rows-ahead.ts';
import { type SubjectStore, storedIdsOf, subjectOf } from './series-of-call.ts';

interface AttributionDeps {
  store: SubjectStore & { datasets: Pick<DatasetStore, 'read' | 'similarSeries'> };
  reader: Pick<SeriesReader, 'inline'>;
  forecaster: Pick<Forecaster, 'memory' | 'trace' | 'tailPoints'>;
  weightsOf: WeightsReader;
}

/** The calls that look into the networks of a model. */
export function attributionCalls(deps: AttributionDeps): Pick<ForecastCalls, 'memory' | 'trace'> {
  const { store, forecaster, weightsOf } = deps;
  return {
    async memory(tenant, model) {
      requireReady(model);
      const subject = await subjectOf(store, tenant, model, {});
      const seriesIds = storedIdsOf(subject, {});
      const { dataset } = subject;
      const { spec } = model;
      const windowsMax = limits.memoryWindowsMax;
      const columns = 2 + dataset.covariates.length;
      // The last window of each series, and enough windows before it to reach the number.
      const pointsOf = (count: number) =>
        rowsAhead(dataset) + forecaster.tailPoints(spec) + spec.horizon * Math.ceil(windowsMax / count);
      const numbersOf = (count: number) => Math.min(dataset.point_count, count * pointsOf(count)) * columns;
      let seriesMax = Math.max(1, Math.min(windowsMax, seriesIds?.length ?? dataset.series_count));
      while (seriesMax > 1 && numbersOf(seriesMax) > limits.heldNumbersMax) seriesMax--;
      reserveNumbers(numbersOf(seriesMax));
      const series = await atVersion(store.datasets, dataset).read(tenant, dataset.id, {
        seriesIds,
        seriesMax,
        tailPoints: pointsOf(seriesMax),
      });
      if (series.length === 0) refuseAll([], dataset);
      const weights = await weightsOf(tenant, model);
      const found = resultOrThrow(
        await forecaster.memory({ weights, spec, header: dataset, series, windowsMax }),
      );
      return { model_id: model.id, dataset_version: dataset.version, ...found };
    },

    async trace(tenant, model, body) {
      requireReady(model);
      const { header, series } = await historyOf(deps, tenant, model, body);
      const weights = await weightsOf(tenant, model);
      return resultOrThrow(
        await forecaster.trace({
          weights,
          spec: model.spec,
          header,
          series: series[0],
          network: body.network,
          lastSteps: body.last_steps ?? null,
          gradients: body.gradients,
          numbersMax: limits.traceNumbersMax,
          head: { model_id: model.id },
        }),
      );
    },
  };
}

/** The series of the call, up to `as_of`. */
async function historyOf(
  { store, reader, forecaster }: AttributionDeps,
  tenant: TenantId,
  model: NumericModel,
  body: TraceIn,
): Promise<Histories> {
  const subject = await subjectOf(store, tenant, model, body);
  const wanted = storedIdsOf(subject, body)?.slice(0, 1);
  const { dataset } = subject;
  const until = timeAt(body.as_of, '/as_of', dataset);
  if (body.series !== undefined) {
    const inline = await inlineSeries(reader, dataset, model, [body.series]);
    for (const { problem } of inline.errors) resultOrThrow({ problem: aboutTheOne(problem) });
    if (until === undefined) return inline;
    return { ...inline, series: inline.series.map((series) => rowsUntil(series, until).before) };
  }
  const tailPoints = rowsAhead(dataset) + forecaster.tailPoints(model.spec);
  const options = { tailPoints, until, seriesMax: 1 };
  const stored = await storedSeries(atVersion(store.datasets, dataset), tenant, dataset, wanted, options);
  for (const { problem } of stored.errors) resultOrThrow({ problem });
  if (stored.series.length === 0) refuseAll([], dataset);
  return stored;
}

/** The reader takes a list of series. Here `series` is one series, so paths have no index. */
function aboutTheOne(problem: Problem): Problem {
  const renamed = (text: string) => text.replace('/series/0', '/series');
  return {
    ...problem,
    detail: renamed(problem.detail),
    errors: problem.errors?.map((fault) => ({ ...fault, path: fault.path && renamed(fault.path) })),
  };
}
