import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figures.ts';
import type { LoadProcess } from '../load/load.ts';
import { horizon } from '../panel-model.ts';
import { bytesPerPrice, timeOf, writeLines, writePrices } from '../series-files.ts';
import type { Part } from './part.ts';

/** A bare answer is asked for so often. */
const probesPerSecond = 200;
const probeSeconds = 0.5;
const delaySeriesMax = 1_000;
const jsonSeries = 10;
/** Bytes of a number and its comma in the JSON upload. */
const bytesPerNumber = 7;

/** Worst delay of a bare answer while the service works on something large. */
export const delay: Part = {
  name: 'delay',
  figures: ['loop_delay'],
  async measure(bench) {
    const { url } = await bench.stack();
    const api = await bench.api();
    const panel = await bench.panelModel();
    const rows = await writePrices(
      join(bench.folder, 'delay.csv'),
      Math.min(delaySeriesMax, Math.ceil(bench.sizes.delayRows / 100)),
      bench.sizes.delayRows * bytesPerPrice,
    );
    const json = await writeJson(bench);
    const probe = bench.probe();
    await probe.ask({ ...probeOf(url), seconds: 1 }); // warms up
    const work: Record<string, () => Promise<unknown>> = {
      idle: () => new Promise((resolve) => setTimeout(resolve, 1_000)),
      rows_upload: () => api.upload('/v1/datasets', rows.file),
      series_forecast: () => api.timed(panel.path, { horizon }),
      json_upload: () => api.upload('/v1/datasets', json, 'application/json'),
    };
    const worst: Record<string, number> = {};
    for (const [name, start] of Object.entries(work))
      worst[`${name}_ms`] = await worstDelay(probe, url, start());
    const { idle_ms: _, ...busy } = worst;
    const result: Figure = figure(
      'loop_delay',
      'ms',
      Math.max(...Object.values(busy)),
      { atMost: 50 },
      worst,
    );
    return [result];
  },
};

function probeOf(url: string) {
  return {
    url: `${url}/healthz`,
    connections: 4,
    rate: probesPerSecond,
    seconds: probeSeconds,
    expects: 200,
  };
}

/** The slowest bare answer until the work is done. */
async function worstDelay(probe: LoadProcess, url: string, work: Promise<unknown>): Promise<number> {
  let isDone = false;
  const ended = work.finally(() => {
    isDone = true;
  });
  let worst = 0;
  do worst = Math.max(worst, (await probe.ask(probeOf(url))).max);
  while (!isDone);
  await ended;
  return worst;
}

/** A JSON upload of the wanted size. */
async function writeJson({ folder, sizes }: Bench): Promise<string> {
  const file = join(folder, 'delay.json');
  const numbers = Math.max(20, Math.round(sizes.jsonBytes / bytesPerNumber / jsonSeries));
  const series = function* () {
    for (let s = 0; s < jsonSeries; s++) {
      const values = Array.from({ length: numbers }, (_, t) =>
        (100 + ((7 * t + s) % 9_000) / 100).toFixed(2),
      );
      yield `${s === 0 ? '' : ','}{"id":"s${s}","start":"${timeOf(0)}","values":[${values.join(',')}]}`;
    }
    yield ']}';
  };
  await writeLines(file, '{"frequency":"PT1M","series":[', series());
  return file;
}
