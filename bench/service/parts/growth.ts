import { exponentOf } from '../../statistics.ts';
import { type Figure, figure } from '../figures.ts';

/** Milliseconds at a size. */
export interface Cost {
  size: number;
  cost: number;
}

/** @param beside other measurements, for the raw values */
export function growthFigure(
  name: string,
  costs: readonly Cost[],
  limit: number,
  beside: Record<string, number> = {},
): Figure {
  const raw = Object.fromEntries(costs.map(({ size, cost }) => [`at_${size}_ms`, cost]));
  return figure(name, 'exponent', exponentOf(costs), { atMost: limit }, { ...raw, ...beside });
}
