import type { Frequency } from '../../api/index.ts';
import type { forecast as texts } from '../../messages/forecast.ts';
import { formatSeriesTime, formatValue } from '../../parts/index.ts';
import type { FoundForecast } from './reading.ts';

type M = (typeof texts)['en'];

/** How far ahead a step of the horizon is: "In 20 days". */
export function distanceInWords(m: M, { step, kind, closed_weekdays }: Frequency, steps: number): string {
  const [, amount, unit] = /^P(?:T?)(\d+)([A-Z])$/.exec(step) ?? [];
  if (kind === 'index' || amount === undefined) return m.after(steps, m.unitStep(steps));
  const count = steps * Number(amount);
  const isTime = step.startsWith('PT');
  const units: Record<string, (count: number) => string> = isTime
    ? { H: m.unitHour, M: m.unitMinute }
    : {
        D: closed_weekdays.length > 0 ? m.unitBusinessDay : m.unitDay,
        W: m.unitWeek,
        M: m.unitMonth,
        Y: m.unitYear,
      };
  const name = units[unit ?? ''];
  return name === undefined ? m.after(steps, m.unitStep(steps)) : m.after(count, name(count));
}

/** Sentences about one step of the fan. */
export function fanInWords(
  m: M,
  fan: FoundForecast,
  frequency: Frequency,
  step: number,
  actual: number | null | undefined,
): string[] {
  const at = step - 1;
  const ends = (level: string) => {
    const interval = fan.intervals[level];
    return [interval?.lower[at], interval?.upper[at]] as const;
  };
  const [low, high] = ends('80');
  const inWords = (value: number | undefined) => formatValue(value, 4);
  const pair = (level: string) => ends(level).map(inWords) as [string, string];
  const when = distanceInWords(m, frequency, step);
  const sentences = [
    m.sentence(when, formatSeriesTime(fan.times[at] ?? step), ...pair('80')),
    m.sentenceMiddle(inWords(fan.median[at]), ...pair('50')),
    m.sentenceWide(...pair('95')),
  ];
  if (actual === null || actual === undefined || low === undefined || high === undefined) return sentences;
  const isInside = actual >= low && actual <= high;
  return [...sentences, m.sentenceActual(formatValue(actual, 5), isInside ? m.insideRange : m.outsideRange)];
}
