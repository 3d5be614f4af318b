import type { BacktestSummary } from '../../api/index.ts';
import { formatPercent } from '../../parts/index.ts';

/** Largest number of forecasts of a backtest that are compared with the same observation; 1 if none overlap. */
export function overlapOf({ windows, step, horizon }: BacktestSummary): number {
  return Math.min(windows, Math.ceil(horizon / step));
}

/** A share with its range: 12.1% (9.4% – 14.9%). One decimal shows whether a range of small shares crosses zero. */
export function skillText(skill: number | null, lower: number | null, upper: number | null): string {
  if (skill === null) return '–';
  if (lower === null || upper === null) return formatPercent(skill, 1);
  return `${formatPercent(skill, 1)} (${formatPercent(lower, 1)} – ${formatPercent(upper, 1)})`;
}
