import type { Frequency } from '../../api/index.ts';
import type { forecast as texts } from '../../messages/forecast.ts';
import { formatSeriesTime, formatTogether } from '../../parts/index.ts';
import { distanceInWords } from './distance.ts';
import { type FoundForecast, levels } from './reading.ts';

type M = (typeof texts)['en'];

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
  const shown = [...levels.flatMap((level) => ends(String(level))), fan.median[at]];
  const inWords = formatTogether(shown, 4);
  const pair = (level: string) => ends(level).map(inWords) as [string, string];
  const when = distanceInWords(m, frequency, step);
  const sentences = [
    m.sentence(when, formatSeriesTime(fan.times[at] ?? step), ...pair('80')),
    m.sentenceMiddle(inWords(fan.median[at]), ...pair('50')),
    m.sentenceWide(...pair('95')),
  ];
  if (actual === null || actual === undefined || low === undefined || high === undefined) return sentences;
  const isInside = actual >= low && actual <= high;
  return [
    ...sentences,
    m.sentenceActual(formatTogether([...shown, actual])(actual), isInside ? m.insideRange : m.outsideRange),
  ];
}
