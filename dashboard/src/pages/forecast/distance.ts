import type { Frequency } from '../../api/index.ts';
import type { forecast as texts } from '../../messages/forecast.ts';

type M = (typeof texts)['en'];

/** How far ahead a step of the horizon is: "In 20 days". */
export function distanceInWords(m: M, frequency: Frequency, steps: number): string {
  const { step, kind, closed_weekdays, closures, closed_days, calendar, open_times } = frequency;
  const [, amount, unit] = /^P(?:T?)(\d+)([A-Z])$/.exec(step) ?? [];
  if (kind === 'index' || amount === undefined) return m.after(steps, m.unitStep(steps));
  const isTime = step.startsWith('PT');
  // Closed hours and days lie between the steps: so many hours, or days, are not so far away.
  const hasBreaks =
    [open_times, calendar].some(Boolean) || [closed_weekdays, closures, closed_days ?? []].flat().length > 0;
  const isOpenDay = step === 'P1D' && closed_weekdays.length > 0;
  if (hasBreaks && !isOpenDay && (isTime || unit === 'D')) return m.after(steps, m.unitStep(steps));
  const isBusinessDay = closed_weekdays.toSorted().join() === '6,7';
  const day = !isOpenDay ? m.unitDay : isBusinessDay ? m.unitBusinessDay : m.unitOpenDay;
  const units: Record<string, (count: number) => string> = isTime
    ? { H: m.unitHour, M: m.unitMinute, S: m.unitSecond }
    : { D: day, W: m.unitWeek, M: m.unitMonth, Y: m.unitYear };
  let [count, shown] = [steps * Number(amount), unit ?? ''];
  // Seconds that make whole minutes are said in these, and so are minutes that make whole hours.
  for (const [finer, coarser] of [
    ['S', 'M'],
    ['M', 'H'],
  ] as const)
    if (isTime && shown === finer && count % 60 === 0) [count, shown] = [count / 60, coarser];
  const name = units[shown];
  return name === undefined ? m.after(steps, m.unitStep(steps)) : m.after(count, name(count));
}
