import type { Bench } from '../bench.ts';
import type { Load, LoadResult } from '../load/load.ts';
import { horizon, type PanelModel } from '../panel-model.ts';

/** Series that the calls ask for in turn. */
const bodiesMax = 64;

interface ForecastLoads {
  run(load: ForecastLoad, changes: Partial<Load>): Promise<LoadResult>;
  bare: ForecastLoad;
  kept: ForecastLoad;
  notStored: ForecastLoad;
}
type ForecastLoad = Pick<Load, 'url' | 'bodies'>;

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
  return {
    bare: { url: `${bare.url}/forecasts`, bodies },
    kept: { url: `${url}${panel.path}`, bodies },
    notStored: { url: `${url}${panel.path}`, bodies: bodiesWith({ store: false }) },
    run: (one, changes) =>
      load.ask({
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, expects: 200 },
        ...{ connections: bench.sizes.connections, seconds: bench.sizes.loadSeconds },
        ...one,
        ...changes,
      }),
  };
}
