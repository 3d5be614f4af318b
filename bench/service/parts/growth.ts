import { type Figure, figure } from '../figures.ts';
import { exponentOf } from '../../statistics.ts';

/** Milliseconds at a size. */
export interface Cost {
  size: number;
  cost: number;
}

export function growthFigure(name: string, costs: readonly Cost[], limit: number): Figure {
  const raw = Object.fromEntries(costs.map(({ size, cost }) => [`at_${size}_ms`, cost]));
  return figure(name, 'exponent', exponentOf(costs), { atMost: limit }, raw);
}
