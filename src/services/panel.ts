import { setImmediate } from 'node:timers/promises';
import type { DatasetStore, SeriesTask } from '../contracts/ports/index.ts';
import {
  columnOf,
  type Dataset,
  evenlySpaced,
  limits,
  type NumericModel,
  type SeriesData,
  type TenantId,
} from '../contracts/schemas/index.ts';
import { atVersion, keptOf } from './inputs/histories.ts';
import type { SeriesAtOrigin } from './known-future.ts';
import { headsOf, targetOf } from './panel-heads.ts';
import type { Candidate, PanelCandidates } from './served/panel-candidates.ts';

/** Share of the panel that is taken whatever the attributes, so that it shows which of them matter. */
const anyShare = 1 / 4;
/** Seasons at the end of a series that a forecast compares, and longest season. */
const seasonsRead = 3;
const seasonMax = 400;
/** Horizons from the first observation of a series on from which its launch is read. */
const headSpans = 3;
/** Rows of a first part that are read beside them: zeros before the first sale, such as those of a year of weeks. */
const unsoldRowsMax = 60;
const noRows = { times: new Float64Array(0), values: new Float64Array(0) };
/** Comparisons of two values that a call makes: more would take seconds of the main thread. */
const comparisonsMax = 5_000_000;
/** Comparisons between which other calls have their turn; about a millisecond. */
const comparisonsAtOnce = 20_000;

interface Call {
  atOrigin: readonly SeriesAtOrigin[];
  horizon: number;
  until: number | undefined;
}

type Datasets = Pick<DatasetStore, 'read' | 'countsBefore'>;

/** The new series of the call, and series of the dataset from which they are forecast; nothing if no series is new. */
export async function panelFor(
  { datasets: newest, candidates }: { datasets: Datasets; candidates: PanelCandidates },
  tenant: TenantId,
  dataset: Dataset,
  { spec: { target, season_length } }: NumericModel,
  call: Call,
): Promise<Pick<SeriesTask, 'panel' | 'newIds'>> {
  const { horizon, until } = call;
  const few = await newSeries(newest, tenant, dataset, target, call);
  if (few.length === 0) return {};
  const datasets = atVersion(newest, dataset);
  const seriesIds = await chosen(await keptOf(dataset, candidates.of(tenant, dataset)), few);
  const season = Math.min(season_length ?? 1, seasonMax);
  const tails = await datasets.read(tenant, dataset.id, {
    seriesIds,
    tailPoints: (seasonsRead + 1) * season + 3 * horizon + limits.fewObservationsMax,
    until,
    leavesOutCovariates: target === dataset.target,
  });
  const heads = await headsOf(datasets, tenant, dataset, {
    seriesIds,
    target,
    points: headSpans * (horizon + limits.fewObservationsMax) + unsoldRowsMax,
    until,
  });
  const panel = tails
    .filter(({ times }) => times.length > limits.fewObservationsMax)
    .map((tail) => ({
      static: tail.static,
      head: heads.get(tail.id) ?? noRows,
      tail: targetOf(tail, target, dataset),
    }));
  return { panel, newIds: few.map(({ id }) => id) };
}

/** The series with few observations in all. A long series that has had no observations lately is not one of them. */
export async function newSeries(
  datasets: Pick<DatasetStore, 'countsBefore'>,
  tenant: TenantId,
  dataset: Dataset,
  target: string,
  { atOrigin, until }: Pick<Call, 'atOrigin' | 'until'>,
): Promise<SeriesData[]> {
  const few = atOrigin.filter(({ history }) => hasFew(history, target, dataset));
  const cut = few.filter(({ isWhole }) => !isWhole);
  const ahead = new Map(cut.map((one) => [one.history.id, countFutureRows(one)]));
  const observed = new Map<string, number>();
  // The counts are those of the dataset's target, over all times.
  if (cut.length > 0 && until === undefined && target === dataset.target) {
    const { version } = dataset;
    const counting = datasets.countsBefore(tenant, dataset.id, () => [], {
      seriesIds: [...ahead.keys()],
      version,
    });
    for (const { id, point_count, missing_count } of await keptOf(dataset, counting))
      observed.set(id, point_count - missing_count - (ahead.get(id) ?? 0));
  }
  const hasFewInAll = ({ id }: SeriesData) =>
    (observed.get(id) ?? Number.POSITIVE_INFINITY) <= limits.fewObservationsMax;
  return few.filter(({ isWhole, history }) => isWhole || hasFewInAll(history)).map(({ history }) => history);
}

/** Number of rows of the future, which are neither observations nor missing. */
function countFutureRows({ futureRows }: SeriesAtOrigin): number {
  return futureRows.reduce((sum, { times }) => sum + (times?.length ?? 0), 0);
}

/** Ids of the series with the most attributes in common with one of the new series, and of some others. Of many new
 *  series with many attributes some are compared. */
export async function chosen(
  all: readonly Candidate[],
  few: readonly Pick<SeriesData, 'static'>[],
): Promise<string[]> {
  const { panelSeriesMax } = limits;
  if (all.length <= panelSeriesMax) return all.map(({ id }) => id);
  const any = Math.round(anyShare * panelSeriesMax);
  const ids = new Set(evenlySpaced(all, any).map(({ id }) => id));
  const attributesOf = ({ static: attributes }: Pick<SeriesData, 'static'>) => Object.entries(attributes);
  const mostAttributes = few.reduce((most, one) => Math.max(most, attributesOf(one).length), 1);
  const compared = Math.ceil(comparisonsMax / (all.length * mostAttributes));
  const wanted = evenlySpaced(few, Math.min(few.length, compared)).map(attributesOf);
  const perCandidate = wanted.reduce((sum, one) => sum + one.length, 1);
  const atOnce = Math.ceil(comparisonsAtOnce / perCandidate);
  const byShared: string[][] = [];
  for (const [i, { id, static: attributes }] of all.entries()) {
    if (i % atOnce === atOnce - 1) await setImmediate();
    let most = 0;
    for (const one of wanted) {
      let shared = 0;
      for (const [name, value] of one) if (attributes[name] === value) shared++;
      if (shared > most) most = shared;
    }
    byShared[most] ??= [];
    byShared[most].push(id);
  }
  for (const id of byShared.toReversed().flatMap((some) => some ?? [])) {
    if (ids.size >= panelSeriesMax) break;
    ids.add(id);
  }
  return [...ids];
}

/** Whether a series has at most `fewObservationsMax` observations of the target. */
function hasFew(series: SeriesData, target: string, dataset: Dataset): boolean {
  const values = columnOf(series, target, dataset) ?? series.values;
  let count = 0;
  for (let t = values.length - 1; t >= 0; t--)
    if (!Number.isNaN(values[t]) && ++count > limits.fewObservationsMax) return false;
  return true;
}
