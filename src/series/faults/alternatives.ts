import type { Alternative, Fault } from '../../errors.ts';

/** A fault without its place. */
export type FaultTexts = Pick<Fault, 'message' | 'accepted' | 'alternatives'>;

/** Values of one option, as the alternatives of a fault or a warning. */
export function alternatives(option: string, ...values: readonly string[]): Alternative[] {
  return values.map((value) => ({ option, value }));
}
