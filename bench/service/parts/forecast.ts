import { availableParallelism } from 'node:os';
import type { NumericForecast } from '../../../src/contracts/schemas/index.ts';
import { mean } from '../../statistics.ts';
import { type Figure, figure, notAvailable } from '../figures.ts';
import { checkForecasts } from '../limits/library.ts';
import type { LoadResult } from '../load/load.ts';
import { inTurns, medianOver } from '../turns.ts';
import { type ForecastLoad, forecastLoads } from './forecast-loads.ts';
import type { Part } from './part.ts';

const engineCalls = 100;
const repeatedFigures = [
  'forecast_repeated',
  'forecast_repeated_throughput',
  'forecast_repeated_throughput_not_stored',
];
/** A load is warm if its median is at least this share of that of the load before. */
const steadyShare = 0.95;
const alone = { connections: 1 };

/** Loads of the turns of a throughput. */
interface Turns {
  bares: LoadResult[];
  /** As fast as the service answers. */
  saturated: LoadResult[];
  /** With fewer callers, who leave time unused. */
  fewer: LoadResult[];
  engineTimes: EngineTimes[];
}

/** One stored series, warm: latency of a call alone, throughput of many, and the tail of latency at half of that. */
export const forecast: Part = {
  name: 'forecast',
  figures: [
    'forecast_overhead',
    'forecast_throughput',
    'forecast_throughput_not_stored',
    'forecast_p99_over_p50',
    ...repeatedFigures,
  ],
  async measure(bench) {
    const panel = await bench.panelModel();
    const loads = await forecastLoads(bench, panel);
    const engines = Array.from({ length: availableParallelism() }, () => bench.engine());
    const questions = { task: panel.task(1), calls: engineCalls };
    const [{ answers }] = await Promise.all(engines.map((engine) => engine.ask(questions)));
    const check = (result: LoadResult) => {
      for (const sample of result.samples) checkForecasts(JSON.parse(sample) as NumericForecast, answers);
      return result;
    };
    const { run } = loads;
    // The threads of a fresh process compile their code while they forecast: on a busy machine this takes seconds.
    const { warmUps } = bench.sizes;
    for (let n = 0; n < warmUps; n++) check(await run(loads.kept, {}));
    await warmAlone();
    const engineTime = async () => (await engines[0].ask({ calls: engineCalls })).ms;
    const engineTimesOf = async (): Promise<EngineTimes> => {
      const alone = await engineTime();
      const together = await Promise.all(engines.map((engine) => engine.ask({ calls: engineCalls })));
      return { alone, together: mean(together.map(({ ms }) => ms)) };
    };
    const figures: Figure[] = [await overhead()];

    const saturating = { connections: bench.sizes.saturatingConnections };
    const turnsOf = async (load: ForecastLoad): Promise<Turns> => {
      const [bares, saturated, fewer, engineTimes] = await inTurns(
        bench.sizes.rounds,
        () => run(loads.bare, saturating),
        async () => check(await run(load, saturating)),
        async () => check(await run(load, {})),
        engineTimesOf,
      );
      return { bares, saturated, fewer, engineTimes };
    };
    const kept = await turnsOf(loads.kept);
    figures.push(throughput('forecast_throughput', 0.4, kept));
    figures.push(throughput('forecast_throughput_not_stored', 0.6, await turnsOf(loads.notStored)));
    const rate = medianOver(kept.saturated, ({ perSecond }) => perSecond) / 2;
    const slowerRate = medianOver(kept.fewer, ({ perSecond }) => perSecond) / 2;
    const [paced, slower] = await inTurns(
      bench.sizes.rounds,
      async () => check(await run(loads.kept, { ...saturating, rate })),
      async () => check(await run(loads.kept, { rate: slowerRate })),
    );
    figures.push(
      figure(
        'forecast_p99_over_p50',
        'ratio',
        medianOver(paced, ({ p50, p99 }) => p99 / p50),
        { atMost: 3 },
        {
          rate_per_s: rate,
          p50_ms: medianOver(paced, ({ p50 }) => p50),
          p99_ms: medianOver(paced, ({ p99 }) => p99),
          fewer_callers_ratio: medianOver(slower, ({ p50, p99 }) => p99 / p50),
          fewer_callers_rate_per_s: slowerRate,
        },
      ),
    );
    figures.push(...(await repeated()));
    return figures;

    /** Calls that come alone are computed by the main thread, which has its own compiled code. */
    async function warmAlone(): Promise<void> {
      let last = Number.POSITIVE_INFINITY;
      for (let n = 0; n < 2 * warmUps; n++) {
        const { p50 } = check(await run(loads.kept, alone));
        if (p50 >= steadyShare * last) return;
        last = p50;
      }
    }

    async function repeated(): Promise<Figure[]> {
      const rounds = bench.sizes.repeatedRounds;
      if (rounds === 0) return repeatedFigures.map((name) => notAvailable(name, 'left out with --quick'));
      check(await run(loads.repeated, {}));
      check(await run(loads.repeatedNotStored, {}));
      const [baresAlone, service] = await inTurns(
        rounds,
        () => run(loads.bare, alone),
        async () => check(await run(loads.repeated, alone)),
      );
      const [bares, kept, dropped] = await inTurns(
        rounds,
        () => run(loads.bare, {}),
        async () => check(await run(loads.repeated, {})),
        async () => check(await run(loads.repeatedNotStored, {})),
      );
      const perBare = (name: string, results: LoadResult[]) =>
        figure(
          name,
          'ratio',
          medianOver(results, ({ perSecond }, i) => perSecond / bares[i].perSecond),
          null,
          {
            service_per_s: medianOver(results, ({ perSecond }) => perSecond),
            bare_per_s: medianOver(bares, ({ perSecond }) => perSecond),
          },
        );
      return [
        figure(
          'forecast_repeated',
          'ratio',
          medianOver(service, ({ p50 }, i) => p50 / baresAlone[i].p50 - 1),
          null,
          {
            service_p50_ms: medianOver(service, ({ p50 }) => p50),
            bare_p50_ms: medianOver(baresAlone, ({ p50 }) => p50),
          },
        ),
        perBare('forecast_repeated_throughput', kept),
        perBare('forecast_repeated_throughput_not_stored', dropped),
      ];
    }

    async function overhead(): Promise<Figure> {
      const [bares, service, engineTimes] = await inTurns(
        bench.sizes.rounds,
        () => run(loads.bare, alone),
        async () => check(await run(loads.kept, alone)),
        engineTime,
      );
      return figure(
        'forecast_overhead',
        'ratio',
        medianOver(service, ({ p50 }, i) => (p50 - engineTimes[i]) / bares[i].p50),
        { atMost: 2 },
        {
          service_p50_ms: medianOver(service, ({ p50 }) => p50),
          bare_p50_ms: medianOver(bares, ({ p50 }) => p50),
          engine_ms: medianOver(engineTimes, (ms) => ms),
        },
      );
    }
  },
};

/** Milliseconds of the library for one forecast: with one process, and with one on each core at the same time. */
interface EngineTimes {
  alone: number;
  together: number;
}

/** Requests per second over 1 / (1 / bare + engine / cores). Cores that compute at the same time may be slower than one
 *  alone, so the raw values have the same with the library on all cores. */
function throughput(name: string, atLeast: number, { bares, saturated, fewer, engineTimes }: Turns): Figure {
  const allowed = (i: number, time: keyof EngineTimes) =>
    1 / (1 / bares[i].perSecond + engineTimes[i][time] / 1_000 / availableParallelism());
  const ratio = (time: keyof EngineTimes) =>
    medianOver(saturated, ({ perSecond }, i) => perSecond / allowed(i, time));
  return figure(
    name,
    'ratio',
    ratio('alone'),
    { atLeast },
    {
      service_per_s: medianOver(saturated, ({ perSecond }) => perSecond),
      fewer_callers_per_s: medianOver(fewer, ({ perSecond }) => perSecond),
      bare_per_s: medianOver(bares, ({ perSecond }) => perSecond),
      allowed_per_s: medianOver(saturated, (_, i) => allowed(i, 'alone')),
      engine_ms: medianOver(engineTimes, ({ alone }) => alone),
      engine_on_all_cores_ms: medianOver(engineTimes, ({ together }) => together),
      to_engine_on_all_cores_ratio: ratio('together'),
    },
  );
}
