import { z } from 'zod';

/** A number in a query, a path or a form, where all values are texts. A blank text is refused: it is not 0.
 *  `prefault` gives it a default that the OpenAPI document names. */
export function writtenNumber(number: z.ZodNumber) {
  return z.preprocess((text) => (isFilled(text) ? Number(text) : text), number);
}

function isFilled(text: unknown): boolean {
  return typeof text === 'string' && text.trim() !== '';
}
