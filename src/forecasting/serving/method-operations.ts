/** Estimated work of the statistical methods of a model. Each forecast fits them to the
 *  observations before its origin. */
import type { ModelSpec } from '../../contracts/schemas/index.ts';
import { memberTail, type ResolvedSpec } from '../families/index.ts';
import { type Method, type MethodName, methods } from '../methods/index.ts';

/** Microseconds of a thread: of each forecast, and of each observation that it reads. */
interface Cost {
  forecast: number;
  observation: number;
}

/** Measured for series of 60 to 1,344 observations with a horizon of 24, all levels of a model and no other load. */
const costs: Partial<Record<MethodName, Cost>> = {
  seasonal_naive: { forecast: 80, observation: 0.1 },
  naive: { forecast: 100, observation: 0.4 },
  mean: { forecast: 20, observation: 0.2 },
  seasonal_mean: { forecast: 20, observation: 0.2 },
  theta: { forecast: 80, observation: 0.9 },
  dotm: { forecast: 150, observation: 1.9 },
  ses: { forecast: 50, observation: 0.7 },
  damped: { forecast: 80, observation: 0.7 },
  ets: { forecast: 300, observation: 1.8 },
  ar: { forecast: 100, observation: 0.6 },
  mstl: { forecast: 300, observation: 1.7 },
  logistic: { forecast: 300, observation: 5 },
  level_shift: { forecast: 100, observation: 3.5 },
  tsb: { forecast: 50, observation: 0.4 },
  ewma: { forecast: 100, observation: 1.1 },
  instant: { forecast: 500, observation: 0.5 },
};
/** Exponential smoothing with a season in its states has six more forms. */
const seasonalEts: Cost = { forecast: 300, observation: 15 };
const etsSeasonMax = 24;
/** Multiply-adds that the networks of a thread make in a microsecond. */
const operationsPerMicrosecond = 100_000;

/** Operations of all statistical methods in one forecast of a series: multiply-adds of networks that take as long. */
export function methodOperations(spec: ModelSpec): number {
  const { shares, season_length: season, seasons, year_length: year } = spec as ResolvedSpec;
  const tail = memberTail(spec);
  let microseconds = 0;
  for (const name of Object.keys(shares ?? {}) as MethodName[]) {
    const cost = name === 'ets' && season > 1 && season <= etsSeasonMax ? seasonalEts : costs[name];
    if (cost === undefined) continue;
    const method: Method = methods[name];
    const read = method.reads?.(season, seasons ?? undefined, year) ?? tail;
    microseconds += cost.forecast + cost.observation * read;
  }
  return Math.ceil(microseconds * operationsPerMicrosecond);
}
