import { atMost, type Goal } from '../goals.ts';
import type { Preset } from './presets.ts';
import type { Figures, Report } from './report.ts';

type Limits = Partial<Record<keyof Figures, number>>;

/** Largest figures of `auto`, means over seeds, by dataset and evaluation. docs/research/results.md says where they come
 *  from. Seconds are those of a training on two idle cores. */
const limits: Record<string, Record<string, Partial<Record<Preset, Limits>>>> = {
  m4_hourly: {
    official: {
      fast: { owa: 0.385, seconds: 40 },
      accurate: { owa: 0.375, smape: 8.45, mase: 0.695, seconds: 240 },
    },
  },
  m3: {
    official: {
      fast: { smape: 12.4, mase: 1.36, seconds: 40 },
      accurate: { smape: 12.15, mase: 1.32, seconds: 240 },
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

/** Goals of `auto` in a report; none for a dataset without any. */
export function goalsOf({ dataset, preset, evaluations }: Report): Goal[] {
  return evaluations.flatMap(({ name, methods }) =>
    Object.entries(limits[dataset]?.[name]?.[preset as Preset] ?? {}).flatMap(([figure, limit]) =>
      atMost(`${name}: ${figure}`, limit, methods.auto?.[figure as keyof Figures]),
    ),
  );
}
