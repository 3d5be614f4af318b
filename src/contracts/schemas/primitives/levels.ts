import { z } from 'zod';

/** Bounds of quantiles and levels in answers. Requests have the schemas below, whose refusals name
 *  the likely intention. */
export const givenLevelSchema = z.number().gt(0).lt(100);

/** Largest central interval of a request, in percent. The upper quantile of a larger one may be rounded to 1. */
const levelMax = 99.999999;

/** A central interval of a request, in percent. A share such as 0.8 is refused: it is almost always meant as 80 %. */
export const levelSchema = z
  .number()
  .superRefine((level, context) => {
    if (isAllowed(level)) return;
    const percent = percentOf(level);
    const meant = level < 1 && isAllowed(percent) ? { meant: percent } : {};
    const params = { ...meant, accepted: `percent: a number from 1 to ${levelMax}` };
    context.addIssue({ code: 'custom', params, input: level });
  })
  .meta({ exclusiveMinimum: 0, exclusiveMaximum: 100 });

/** A quantile of a request. A percentage such as 10 is refused, with the share that it is. */
export const quantileSchema = z
  .number()
  .gt(0)
  .superRefine((quantile, context) => {
    if (quantile < 1) return;
    const meant = quantile > 1 && quantile < 100 ? { meant: shareOf(quantile) } : {};
    const params = { ...meant, accepted: 'a share: a number between 0 and 1' };
    context.addIssue({ code: 'custom', params, input: quantile });
  })
  .meta({ exclusiveMaximum: 1 });

function isAllowed(level: number): boolean {
  return level >= 1 && level <= levelMax;
}

function percentOf(share: number): number {
  return Number((100 * share).toPrecision(12));
}

/** Share of a percentage, without the binary rounding of a division: 0.999 of 99.9. */
export function shareOf(percent: number): number {
  return Number((percent / 100).toPrecision(12));
}
