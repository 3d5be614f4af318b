import type { Floats } from '../../engine/index.ts';
import { factorsByQuantile } from '../calibration.ts';
import type { Layout } from '../layout.ts';
import type { Network } from '../network.ts';
import { normalQuantile } from '../quantiles.ts';

/** One number of a fan that is looked at, and its derivative with respect to the scaled quantiles of the network.
 *  The median, or where that is fixed the width of the 80 % interval. */
export interface Explained {
  kind: 'median' | 'interval_width';
  /** Of the row of y [Q] at `offset`. `outside` takes a scaled value to the units that are asked for, and gives the slope
   *  there. `dY` [Q] is written at `offset`, times `weight`. */
  write(y: Floats, offset: number, outside: Outside, weight: number, dY: Float32Array): number;
}

/** From a scaled quantile to what it means outside, and the derivative. */
export type Outside = (scaled: number) => { value: number; slope: number };

/** Scaled units themselves. */
export const scaledUnits: Outside = (value) => ({ value, slope: 1 });

/** Of the ends of the 80 % interval. */
const upperScore = normalQuantile(0.9);

export function explainedOf(network: Network, layout: Layout): Explained {
  const { quantiles: Q, median, grid, learnsLocation } = layout;
  if (learnsLocation)
    return {
      kind: 'median',
      write(y, offset, outside, weight, dY) {
        const { value, slope } = outside(y[offset + median]);
        dY.fill(0, offset, offset + Q);
        dY[offset + median] = weight * slope;
        return value;
      },
    };

  const factors = factorsByQuantile(layout, network.calibration);
  const isPoint = Q === 1;
  return {
    kind: 'interval_width',
    write(y, offset, outside, weight, dY) {
      dY.fill(0, offset, offset + Q);
      if (isPoint) return 0;
      const middle = y[offset + median];
      const calibrated = (k: number) => middle + factors[k] * (y[offset + k] - middle);
      let width = 0;
      for (const sign of [1, -1]) {
        const { k, share } = between(grid.scores, sign * upperScore);
        const { value, slope } = outside((1 - share) * calibrated(k) + share * calibrated(k + 1));
        width += sign * value;
        for (const [at, part] of [
          [k, 1 - share],
          [k + 1, share],
        ] as const) {
          const d = sign * weight * slope * part;
          dY[offset + at] += d * factors[at];
          dY[offset + median] += d * (1 - factors[at]);
        }
      }
      return width;
    },
  };
}

/** The gap of the grid in which a score lies, or the outermost one, which goes on beyond it. */
function between(scores: Float64Array, score: number): { k: number; share: number } {
  let k = 0;
  while (k < scores.length - 2 && score >= scores[k + 1]) k++;
  return { k, share: (score - scores[k]) / (scores[k + 1] - scores[k]) };
}
