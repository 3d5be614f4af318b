import type { DatasetStore, PanelSeries } from '../contracts/ports/index.ts';
import {
  columnOf,
  type Dataset,
  limits,
  type NumericModel,
  type SeriesData,
  type TenantId,
} from '../contracts/schemas/index.ts';
import { atVersion, keptOf } from './histories.ts';
import type { Candidate, PanelCandidates } from './served/panel-candidates.ts';

/** Share of the panel that is taken whatever the attributes, so that it shows which of them matter. */
const anyShare = 1 / 4;
/** Seasons at the end of a series that a forecast compares, and longest season. */
const seasonsRead = 3;
const seasonMax = 400;
/** Horizons at the beginning of a series from which its launch is read. */
const headSpans = 3;

interface Call {
  series: readonly SeriesData[];
  horizon: number;
  until: number | undefined;
}

/** Series of the dataset from which those of the call with few observations are forecast; undefined if there are none of
 *  those. */
export async function panelFor(
  { datasets: newest, candidates }: { datasets: Pick<DatasetStore, 'read'>; candidates: PanelCandidates },
  tenant: TenantId,
  dataset: Dataset,
  { spec: { target, season_length } }: NumericModel,
  { series, horizon, until }: Call,
): Promise<PanelSeries[] | undefined> {
  const few = series.filter((one) => isNew(one, target, dataset));
  if (few.length === 0) return undefined;
  const datasets = atVersion(newest, dataset);
  const seriesIds = chosen(await keptOf(dataset, candidates.of(tenant, dataset)), few);
  const season = Math.min(season_length ?? 1, seasonMax);
  const tails = await datasets.read(tenant, dataset.id, {
    seriesIds,
    tailPoints: (seasonsRead + 1) * season + 3 * horizon + limits.fewObservationsMax,
    until,
  });
  const heads = await datasets.read(tenant, dataset.id, {
    seriesIds,
    after: { time: Number.MIN_SAFE_INTEGER, points: headSpans * (horizon + limits.fewObservationsMax) },
  });
  const headById = new Map(heads.map((one) => [one.id, one]));
  return tails.flatMap((tail) => {
    const head = headById.get(tail.id);
    if (head === undefined || tail.times.length <= limits.fewObservationsMax) return [];
    const ofTarget = (one: SeriesData) => ({
      times: one.times,
      values: columnOf(one, target, dataset) ?? one.values,
    });
    return [{ static: tail.static, head: ofTarget(head), tail: ofTarget(tail) }];
  });
}

/** Ids of the series with the most attributes in common with one of the new series, and of some others. */
function chosen(all: readonly Candidate[], few: readonly SeriesData[]): string[] {
  const { panelSeriesMax } = limits;
  if (all.length <= panelSeriesMax) return all.map(({ id }) => id);
  const wanted = few.map((one) => Object.entries(one.static));
  const shared = ({ static: attributes }: Candidate) =>
    wanted.reduce(
      (most, one) => Math.max(most, one.filter(([name, value]) => attributes[name] === value).length),
      0,
    );
  const any = Math.round(anyShare * panelSeriesMax);
  const ids = new Set(Array.from({ length: any }, (_, i) => all[Math.floor((i * all.length) / any)].id));
  const ranked = all.map((one) => ({ id: one.id, count: shared(one) })).sort((a, b) => b.count - a.count);
  for (const { id } of ranked) {
    if (ids.size >= panelSeriesMax) break;
    ids.add(id);
  }
  return [...ids];
}

/** Whether a series has at most `fewObservationsMax` observations of the target. */
function isNew(series: SeriesData, target: string, dataset: Dataset): boolean {
  const values = columnOf(series, target, dataset) ?? series.values;
  let count = 0;
  for (let t = values.length - 1; t >= 0; t--)
    if (!Number.isNaN(values[t]) && ++count > limits.fewObservationsMax) return false;
  return true;
}
