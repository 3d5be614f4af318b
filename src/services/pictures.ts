import type {
  DatasetStore,
  ForecastStore,
  Painter,
  PictureCalls,
  ServedModels,
  StoredSeries,
} from '../contracts/ports/index.ts';
import {
  columnOf,
  type Dataset,
  formatTime,
  inBackticks,
  type LatestForecast,
  limits,
  type NumericModel,
  parseTime,
  requireModelKind,
  type TenantId,
} from '../contracts/schemas/index.ts';
import { AppError } from '../errors.ts';
import { NewestEntries } from '../newest-entries.ts';
import { currentCall, inCall } from '../sharing/index.ts';
import { atVersion } from './inputs/histories.ts';
import { createPictureCache } from './served/picture-cache.ts';

/** Forecasts of a model in which a series is looked for, the newest first. */
const forecastsSearchedMax = 20;
/** Series of stored forecasts that stay in memory. One has at most 1,000 steps: about 100 KB. */
const keptMax = 200;
/** Forecasts whose ids of series stay in memory: whoever asks for a series that there is not costs one query. */
const indexedMax = 100;
/** Ids that a refusal lists. */
const idsListed = 5;

export interface PictureCallsDeps {
  store: {
    datasets: Pick<DatasetStore, 'read'>;
    forecasts: Pick<ForecastStore, 'newest' | 'packed'>;
  };
  served: ServedModels;
  painter: Painter;
}

/** The latest stored forecast of a model. Stored forecasts never change, so what was read of them is kept. */
export function createPictureCalls({ store, served, painter }: PictureCallsDeps): PictureCalls {
  const kept = new NewestEntries<string, NonNullable<StoredSeries['found']>>(keptMax);
  const idsOf = new NewestEntries<string, ReadonlySet<string>>(indexedMax);
  /** Packed forecasts of calls that wait for a thread, and how many wait. */
  const held = new Map<string, { packed: Promise<Uint8Array>; calls: number }>();

  /** Calls for series of the same forecast hold its bytes once, however many wait for a thread. The first call
   *  counts them, for all. */
  async function withPacked<Result>(
    tenant: TenantId,
    id: string,
    work: (packed: Uint8Array) => Promise<Result>,
  ): Promise<Result> {
    const place = JSON.stringify([tenant, id]);
    const { memory } = currentCall();
    // The read does not end with the call that began it.
    const read = () =>
      inCall({ tenant, signal: null, memory }, async () => store.forecasts.packed(tenant, id));
    const bytes = held.get(place) ?? { packed: read(), calls: 0 };
    held.set(place, bytes);
    bytes.calls++;
    try {
      return await work(await bytes.packed);
    } finally {
      if (--bytes.calls === 0) held.delete(place);
    }
  }

  async function seriesIn(
    tenant: TenantId,
    id: string,
    series: string | undefined,
  ): Promise<StoredSeries['found']> {
    const [place, key] = [JSON.stringify([tenant, id]), JSON.stringify([tenant, id, series])];
    if (series !== undefined && idsOf.peek(place)?.has(series) === false) return null;
    const known = kept.take(key);
    if (known !== undefined) return known;
    const { found, ids } = await withPacked(tenant, id, (packed) => painter.seriesIn(packed, series));
    idsOf.keep(place, new Set(ids));
    if (found !== null) kept.keep(key, found);
    return found;
  }

  /** The newest forecast that has the series. @throws AppError model_without_forecast, series_not_found */
  async function newestWith(
    tenant: TenantId,
    { id: modelId }: NumericModel,
    series: string | undefined,
    namesOthers: boolean,
  ) {
    const count = series === undefined ? 1 : forecastsSearchedMax;
    const heads = await store.forecasts.newest(tenant, modelId, count);
    for (const head of heads) {
      const found = await seriesIn(tenant, head.id, series);
      if (found !== null) return { head, found };
    }
    if (heads.length === 0 || series === undefined) throw withoutForecast(modelId);
    const ids = new Set(heads.flatMap(({ id }) => [...(idsOf.peek(JSON.stringify([tenant, id])) ?? [])]));
    throw withoutSeries(modelId, series, namesOthers ? [...ids] : []);
  }

  return {
    latest: (tenant, reference, query) =>
      served.use(tenant, reference, async ({ model, dataset }) => {
        requireModelKind(model, 'numeric', {
          symbols: `POST /v1/models/${model.id}/forecasts with a \`context\`; forecasts of symbols are not stored`,
        });
        const { head, found } = await newestWith(tenant, model, query.series, query.namesOthers);
        const shown = query.history ?? historyDefault(found.times.length);
        const observed =
          head.request.history === 'stored'
            ? await observedAround(tenant, dataset, model, found, shown)
            : { history: nothing, since: nothing };
        return {
          forecast_id: head.id,
          created_at: head.created_at,
          model_id: model.id,
          model_name: model.name,
          series_id: found.series_id,
          series_count: head.series_count,
          target: model.spec.target,
          time_kind: dataset.time_kind,
          ...observed,
          times: found.times,
          median: found.median,
          bands: found.bands,
        };
      }),
    draw: createPictureCache(painter),
  };

  /** The last observations before a forecast, and those since. */
  async function observedAround(
    tenant: TenantId,
    dataset: Dataset,
    model: NumericModel,
    { series_id, times }: Pick<LatestForecast, 'series_id' | 'times'>,
    shown: number,
  ): Promise<Pick<LatestForecast, 'history' | 'since'>> {
    const { time_kind, time_zone } = dataset;
    const first = parseTime(times[0], time_kind, time_zone);
    const last = parseTime(times[times.length - 1], time_kind, time_zone);
    const { target } = model.spec;
    const [series] = await atVersion(store.datasets, dataset).read(tenant, dataset.id, {
      seriesIds: [series_id],
      until: last,
      tailPoints: shown + times.length,
      leavesOutCovariates: target === dataset.target,
    });
    const values = series === undefined ? undefined : columnOf(series, target, dataset);
    if (values === undefined) return { history: nothing, since: nothing };
    const rows = [...series.times].map((time, i) => ({
      time,
      value: Number.isNaN(values[i]) ? null : values[i],
    }));
    const before = rows.filter(({ time }) => time < first);
    const since = rows.filter(({ time }) => time >= first);
    // Rows at the end without a value of the target hold covariates that are known in advance.
    const known = since.slice(0, since.findLastIndex(({ value }) => value !== null) + 1);
    const columns = (part: typeof rows) => ({
      times: part.map(({ time }) => formatTime(time, time_kind, time_zone)),
      values: part.map(({ value }) => value),
    });
    return { history: columns(shown === 0 ? [] : before.slice(-shown)), since: columns(known) };
  }
}

const nothing: LatestForecast['history'] = { times: [], values: [] };

function historyDefault(horizon: number): number {
  return Math.min(limits.pictureHistoryDefaultMax, Math.max(limits.pictureHistoryDefaultMin, 3 * horizon));
}

/** @param ids series that the refusal may name */
function withoutSeries(modelId: string, series: string, ids: readonly string[]): AppError {
  const named = inBackticks(ids.slice(0, idsListed));
  const others = named === '' ? '' : `; they have ${named}${ids.length > idsListed ? ' and others' : ''}`;
  return new AppError('series_not_found', {
    detail: `The stored forecasts of model ${modelId} do not have the series \`${series}\`${others}.`,
    faults: [{ path: '?series', message: 'no such series in the stored forecasts of the model' }],
  });
}

function withoutForecast(modelId: string): AppError {
  return new AppError('model_without_forecast', {
    detail: `Model ${modelId} has no stored forecast yet. POST /v1/models/${modelId}/forecasts makes one, and a schedule of the kind \`forecast\` makes one regularly.`,
  });
}
