import type { NumericForecast } from '../../../src/contracts/schemas/index.ts';
import { figure } from '../figures.ts';
import { checkForecasts } from '../limits/library.ts';
import { horizon } from '../panel-model.ts';
import { inTurns, medianOver } from '../turns.ts';
import type { Part } from './part.ts';

/** One call for all series of a panel, against two processes of the library with half of them each. */
export const batch: Part = {
  name: 'batch',
  figures: ['forecast_batch'],
  async measure(bench) {
    const panel = await bench.panelModel();
    const api = await bench.api();
    const all = panel.task(panel.seriesIds.length);
    const half = Math.ceil(all.series.length / 2);
    const halves = [all.series.slice(0, half), all.series.slice(half)];
    const engines = halves.map((series) => ({ engine: bench.engine(), task: { ...all, series } }));
    const answers: object[] = [];
    for (const { engine, task } of engines) answers.push(...(await engine.ask({ task, calls: 1 })).answers);

    const call = async () => {
      const { ms, body } = await api.timed(panel.path, { horizon });
      checkForecasts(JSON.parse(`${body}`) as NumericForecast, answers);
      return { ms, bytes: body.byteLength };
    };
    for (let n = 0; n < bench.sizes.warmUps; n++) await call();
    const [limits, service] = await inTurns(
      bench.sizes.batchCalls,
      async () =>
        Math.max(
          ...(await Promise.all(engines.map(({ engine }) => engine.ask({ calls: 1 })))).map(({ ms }) => ms),
        ),
      call,
    );
    const count = all.series.length;
    return [
      figure(
        'forecast_batch',
        'ratio',
        medianOver(service, ({ ms }, i) => limits[i] / ms),
        { atLeast: 0.6 },
        {
          service_ms: medianOver(service, ({ ms }) => ms),
          engine_ms: medianOver(limits, (ms) => ms),
          service_series_per_s: medianOver(service, ({ ms }) => (1_000 * count) / ms),
          engine_series_per_s: medianOver(limits, (ms) => (1_000 * count) / ms),
          answer_bytes: service[0].bytes,
        },
      ),
    ];
  },
};
