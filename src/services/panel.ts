import type { DatasetStore, PanelSeries } from '../contracts/ports/index.ts';
import {
  columnOf,
  type Dataset,
  limits,
  type NumericModel,
  type SeriesData,
  type SeriesSummary,
  type TenantId,
} from '../contracts/schemas/index.ts';

/** Summaries of series among which similar ones are sought, and how many a page has. */
const candidatesMax = 20_000;
const candidatesAtOnce = 5_000;
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
  datasets: Pick<DatasetStore, 'read' | 'listSeries'>,
  tenant: TenantId,
  dataset: Dataset,
  { spec: { target, season_length } }: NumericModel,
  { series, horizon, until }: Call,
): Promise<PanelSeries[] | undefined> {
  const few = series.filter((one) => isNew(one, target, dataset));
  if (few.length === 0) return undefined;
  const seriesIds = chosen(await candidates(datasets, tenant, dataset), few);
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

async function candidates(
  datasets: Pick<DatasetStore, 'listSeries'>,
  tenant: TenantId,
  { id }: Dataset,
): Promise<SeriesSummary[]> {
  const found: SeriesSummary[] = [];
  let cursor: string | undefined;
  do {
    const { data, next_cursor } = await datasets.listSeries(tenant, id, { limit: candidatesAtOnce, cursor });
    found.push(...data.filter(isLongEnough));
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined && found.length < candidatesMax);
  return found;
}

function isLongEnough({ point_count, missing_count }: SeriesSummary): boolean {
  return point_count - missing_count > limits.fewObservationsMax;
}

/** Ids of the series with the most attributes in common with one of the new series, and of some others. */
function chosen(all: readonly SeriesSummary[], few: readonly SeriesData[]): string[] {
  const { panelSeriesMax } = limits;
  if (all.length <= panelSeriesMax) return all.map(({ id }) => id);
  const shared = ({ static: attributes }: SeriesSummary) =>
    few.reduce(
      (most, one) =>
        Math.max(
          most,
          Object.entries(one.static).filter(([name, value]) => attributes[name] === value).length,
        ),
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
