/** The bank: base forecasts that cost one pass over a series. The network learns which of them to believe. */
import {
  createEarlierSeasons,
  createLastSeasons,
  createSecondSeasons,
  createSequels,
  createWeek,
} from './bank-seasons.ts';
import { BankSeries, type BankState, type BaseForecasts, type StepsAhead } from './bank-series.ts';
import {
  createLastLines,
  createLocalTrends,
  createReversion,
  createThetaOfValues,
  createTrends,
  createTrendsOfSpans,
} from './bank-trends.ts';
import { type Context, secondSeasonOf } from './context.ts';
import { createSimilarSeasons } from './similar-seasons.ts';

/** The forecasts from one origin; the arrays are valid until the next `fit`. */
export interface Bank {
  /** Fits all base forecasts to the values before `origin`. */
  fit(context: Context, origin: number): void;
  /** Writes all forecasts of some steps after the origin.
   *  @param to [count, memberCount]
   *  @param steps each ≥ 1 [count] */
  forecast(to: Float64Array, steps: ArrayLike<number>, count: number): void;
  /** Series without its season. [origin] */
  readonly adjusted: Float64Array;
  /** Seasonal index, shrunk; 0 without a season. [m] */
  readonly index: Float64Array;
  /** Factor in [0, 1] by which the season was shrunk. */
  readonly shrinkage: number;
  readonly state: Readonly<BankState>;
}

/** @param valuesMax largest length of a context */
export function createBank(valuesMax: number): Bank {
  const series = new BankSeries(valuesMax);
  const theta = createThetaOfValues();
  const [trends, lastSeasons] = [createTrends(), createLastSeasons()];
  const [secondSeasons, localTrends] = [createSecondSeasons(), createLocalTrends(theta)];
  const [week, reversion] = [createWeek(valuesMax), createReversion(theta)];
  const similar = createSimilarSeasons(valuesMax);
  const [lastLines, sequels] = [
    createLastLines(similar),
    createSequels(similar, createSimilarSeasons(valuesMax)),
  ];
  const [trendsOfSpans, earlierSeasons] = [createTrendsOfSpans(), createEarlierSeasons()];
  let chosen: BaseForecasts[] = [];
  let ahead: StepsAhead = { count: 0, steps: [], seasons: new Float64Array(0), naives: new Float64Array(0) };

  /** Forecasts that suit the seasons and the length of the series. `member-names.ts` has the same choice by name. */
  function chosenFor({ season: m, secondSeason: m2 }: Context, n: number): BaseForecasts[] {
    const hasSecond = m2 > 0 && n >= m2 + m;
    return [
      trends,
      lastSeasons,
      hasSecond ? secondSeasons : localTrends,
      hasSecond && m2 === 7 * m ? week : reversion,
      secondSeasonOf(m) === 0 ? lastLines : sequels,
      m === 1 ? trendsOfSpans : earlierSeasons,
    ];
  }

  return {
    fit(context, origin) {
      series.fit(context, origin);
      chosen = chosenFor(context, origin);
      if (!chosen.includes(week)) theta.fit(series);
      for (const forecasts of chosen) forecasts.fit(series);
    },
    forecast(to, steps, count) {
      const { context, n, index } = series;
      const { z, season: m } = context;
      if (ahead.seasons.length < count)
        ahead = { ...ahead, seasons: new Float64Array(count), naives: new Float64Array(count) };
      const { seasons, naives } = ahead;
      for (let k = 0; k < count; k++) {
        seasons[k] = index[(n + steps[k] - 1) % m];
        naives[k] = n >= m ? z[n - m + ((steps[k] - 1) % m)] : z[n - 1];
      }
      ahead.steps = steps;
      ahead.count = count;
      for (const forecasts of chosen) forecasts.forecast(to, ahead);
    },
    adjusted: series.adjusted,
    index: series.index,
    get shrinkage() {
      return series.shrinkage;
    },
    state: series.state,
  };
}
