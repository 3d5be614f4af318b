import type { Frequency } from '../../api/index.ts';
import type { forecast as texts } from '../../messages/forecast.ts';

type M = (typeof texts)['en'];

/** How far ahead a step of the horizon is: "In 20 days". */
export function distanceInWords(m: M, frequency: Frequency, steps: number): string {
  const { step, kind, closed_weekdays, closures, closed_days, calendar, open_times } = frequency;
  const [, amount, unit] = /^P(?:T?)(\d+)([A-Z])$/.exec(step) ?? [];
  if (kind === 'index' || amount === undefined) return m.after(steps, m.unitStep(steps));
  const count = steps * Number(amount);
  const isTime = step.startsWith('PT');
  // Closed hours and days lie between the steps: so many hours, or days, are not so far away.
  const hasBreaks =
    [open_times, calendar].some(Boolean) || [closed_weekdays, closures, closed_days ?? []].flat().length > 0;
  const isBusinessDay = step === 'P1D' && closed_weekdays.length > 0;
  if (hasBreaks && !isBusinessDay && (isTime || unit === 'D')) return m.after(steps, m.unitStep(steps));
  const units: Record<string, (count: number) => string> = isTime
    ? { H: m.unitHour, M: m.unitMinute }
    : {
        D: isBusinessDay ? m.unitBusinessDay : m.unitDay,
        W: m.unitWeek,
        M: m.unitMonth,
        Y: m.unitYear,
      };
  const name = units[unit ?? ''];
  return name === undefined ? m.after(steps, m.unitStep(steps)) : m.after(count, name(count));
}
