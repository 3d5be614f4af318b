import { atLeast, atMost, type Goal } from '../goals.ts';
import { rounded } from '../statistics.ts';

/** One measured figure. */
export interface Figure {
  name: string;
  /** Null: not available. */
  value: number | null;
  unit: string;
  goal: { atMost: number } | { atLeast: number } | null;
  /** Medians of what was measured, with the unit last in each name. */
  raw: Record<string, number | string>;
  /** Why there is no value. */
  reason?: string;
}

/** An answer of the service differs from the library's own or from the uploaded file. Its speed does not count. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
}

export function figure(
  name: string,
  unit: string,
  value: number,
  goal: Figure['goal'],
  raw: Record<string, number | string> = {},
): Figure {
  const readable = Object.entries(raw).map(([key, one]) => [
    key,
    typeof one === 'number' ? rounded(one) : one,
  ]);
  return { name, value: rounded(value), unit, goal, raw: Object.fromEntries(readable) };
}

export function notAvailable(name: string, reason: string): Figure {
  return { name, value: null, unit: '', goal: null, raw: {}, reason };
}

/** The figure, or the reason why it cannot be measured. @throws WrongAnswer */
export async function orNotAvailable(name: string, measure: () => Promise<Figure>): Promise<Figure> {
  try {
    return await measure();
  } catch (error) {
    if (error instanceof WrongAnswer) throw error;
    return notAvailable(name, `${error}`.slice(0, 300));
  }
}

/** Figures without a value have no goal in the report. */
export function goalsOf(figures: readonly Figure[]): Goal[] {
  return figures.flatMap(({ name, value, goal }) => {
    if (goal === null) return [];
    return 'atMost' in goal ? atMost(name, goal.atMost, value) : atLeast(name, goal.atLeast, value);
  });
}
