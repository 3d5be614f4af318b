import type { Bench } from '../bench.ts';
import type { Figure } from '../figures.ts';

/** A group of figures that are measured together. */
export interface Part {
  name: string;
  /** Names of the figures that `measure` gives. `growth.` begins the name of a fitted exponent. */
  figures: readonly string[];
  measure(bench: Bench): Promise<Figure[]>;
}
