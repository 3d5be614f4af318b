import type { Bench } from '../bench.ts';
import { type Load, type LoadResult, seedsOfLoad } from '../load/load.ts';
import { horizon, type PanelModel } from '../panel-model.ts';

/** Series that the calls ask for in turn. */
const bodiesMax = 64;

interface ForecastLoads {
  run(load: ForecastLoad, changes: Partial<Load>): Promise<LoadResult>;
  bare: ForecastLoad;
  /** Each forecast is computed: no call was made before. */
  kept: ForecastLoad;
  notStored: ForecastLoad;
  /** The same calls again and again: the service may have their forecasts in memory. */
  repeated: ForecastLoad;
  repeatedNotStored: ForecastLoad;
}
export interface ForecastLoad extends Pick<Load, 'url' | 'bodies'> {
  isNew?: boolean;
}

/** Calls for one series each, and the same to bare routes with bodies of the same sizes. */
export async function forecastLoads(bench: Bench, panel: PanelModel): Promise<ForecastLoads> {
  const { url } = await bench.stack();
  const ids = panel.seriesIds.slice(0, bodiesMax);
  const bodiesWith = (options: object) =>
    ids.map((id) => JSON.stringify({ series_ids: [id], horizon, ...options }));
  const body = { series_ids: [ids[0]], horizon };
  const answer = await (await bench.api()).post<object>(panel.path, body);
  const bare = await bench.bare({
    routes: [{ kind: 'answer', method: 'POST', path: '/forecasts', status: 200, body, answer }],
  });
  const bodies = bodiesWith({});
  const load = bench.load();
  const repeated = { url: `${url}${panel.path}`, bodies };
  const repeatedNotStored = { ...repeated, bodies: bodiesWith({ store: false }) };
  let loads = 0;
  return {
    bare: { url: `${bare.url}/forecasts`, bodies },
    kept: { ...repeated, isNew: true },
    notStored: { ...repeatedNotStored, isNew: true },
    repeated,
    repeatedNotStored,
    run: ({ isNew, ...one }, changes) =>
      load.ask({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        expects: 200,
        connections: bench.sizes.connections,
        seconds: bench.sizes.loadSeconds,
        ...(isNew ? { firstSeed: ++loads * seedsOfLoad } : {}),
        ...one,
        ...changes,
      }),
  };
}
