import { atLeast, atMost, type Goal } from '../goals.ts';
import type { Preset } from './presets.ts';
import type { Figures, Report } from './report.ts';

type Limits = Partial<Record<keyof Figures, number>>;

/** Largest figures of `auto`, means over seeds, by dataset and evaluation. docs/research/results.md says where they
 *  come from. Seconds are those of a training on two idle cores. */
const limits: Record<string, Record<string, Partial<Record<Preset, Limits>>>> = {
  m4_hourly: {
    official: {
      fast: { owa: 0.385, seconds: 40 },
      accurate: { owa: 0.373, smape: 8.45, mase: 0.695, seconds: 240 },
    },
  },
  m3: {
    official: {
      fast: { smape: 12.08, mase: 1.318, seconds: 40 },
      accurate: { smape: 12.08, mase: 1.318, seconds: 240 },
    },
  },
  djia30_2006_2017: {
    h5: { fast: { wql_ratio: 0.97, seconds: 30 }, accurate: { wql_ratio: 0.967 } },
    h20: { fast: { wql_ratio: 0.97 }, accurate: { wql_ratio: 0.965 } },
  },
  lean_us_equity_daily: {
    h5: { fast: { wql_ratio: 0.98 }, accurate: { wql_ratio: 0.97 } },
    h20: { fast: { wql_ratio: 0.98 }, accurate: { wql_ratio: 0.97 } },
  },
  // EWMA's figure and one percent.
  lean_fx_gold_btc_daily: {
    h5: { fast: { wql_ratio: 0.962 }, accurate: { wql_ratio: 0.962 } },
    h20: { fast: { wql_ratio: 0.969 }, accurate: { wql_ratio: 0.969 } },
  },
  exchange_rate: {
    // .0071 when it is rounded, as it was published.
    gluonts5: { fast: { wql: 0.00715 }, accurate: { wql: 0.00715 } },
    // Seasonal naive and half a percent.
    last30: { fast: { mase: 1.74 * 1.005 }, accurate: { mase: 1.74 * 1.005 } },
  },
};

/** Largest figures of the instant forecast, which was trained on none of these sets. docs/instant.md has them beside
 *  published ones. */
const instantLimits: Record<string, Record<string, Limits>> = {
  m4_hourly: { official: { owa: 0.41, mase: 0.77 } },
  m3: { official: { smape: 12.15, mase: 1.35 } },
};
/** Largest MASE over that of the seasonal naive forecast. */
const instantOverSeasonalNaive: Record<string, Record<string, number>> = { ett_h1_hourly: { short: 0.85 } };
/** Range of the coverage of the instant forecast, and its largest error relative to simple methods. */
const coverage = { coverage80: [0.76, 0.84], coverage95: [0.93, 0.97] } as const;
const naiveRatioMax = 1.005;
const ewmaRatioMax = 1.005;

/** Goals of `auto` and `instant` in a report; none for a method that did not run. */
export function goalsOf(report: Report): Goal[] {
  const { dataset, preset, evaluations } = report;
  return evaluations.flatMap(({ name, methods }) => [
    ...Object.entries(limits[dataset]?.[name]?.[preset as Preset] ?? {}).flatMap(([figure, limit]) =>
      atMost(`${name}: ${figure}`, limit, methods.auto?.[figure as keyof Figures]),
    ),
    ...instantGoals(dataset, name, methods),
  ]);
}

function instantGoals(dataset: string, evaluation: string, methods: Record<string, Figures>): Goal[] {
  const { instant, naive, seasonal_naive: seasonal, ewma } = methods;
  if (instant === undefined) return [];
  const of = (figure: string) => `${evaluation}: instant, ${figure}`;
  const best = Math.min(naive?.mase ?? Number.POSITIVE_INFINITY, seasonal?.mase ?? Number.POSITIVE_INFINITY);
  const overSeasonal = instantOverSeasonalNaive[dataset]?.[evaluation];
  return [
    ...Object.entries(instantLimits[dataset]?.[evaluation] ?? {}).flatMap(([figure, limit]) =>
      atMost(of(figure), limit, instant[figure as keyof Figures]),
    ),
    ...(['coverage80', 'coverage95'] as const).flatMap((figure) => [
      ...atLeast(of(figure), coverage[figure][0], instant[figure]),
      ...atMost(of(figure), coverage[figure][1], instant[figure]),
    ]),
    ...(Number.isFinite(best)
      ? atMost(of('MASE over the better naive forecast'), naiveRatioMax, (instant.mase ?? 0) / best)
      : []),
    ...(overSeasonal !== undefined && seasonal?.mase != null
      ? atMost(of('MASE over seasonal naive'), overSeasonal, (instant.mase ?? 0) / seasonal.mase)
      : []),
    ...(ewma?.wql != null ? atMost(of('WQL over EWMA'), ewmaRatioMax, (instant.wql ?? 0) / ewma.wql) : []),
  ];
}
