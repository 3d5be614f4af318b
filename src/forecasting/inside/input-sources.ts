import type { Layout } from '../layout.ts';

/** Where an input of a network comes from: an observation (1 is the last one), or the context as a whole. */
export type InputSource = number | 'context';

/** Of input `i` of recurrent step `step`, both from 0. */
export function encoderSource(layout: Layout, step: number, i: number): InputSource {
  const { context, group, family } = layout;
  const lagOf = (position: number) => context - step * group - position;
  switch (family) {
    case 'seasonal':
      return i < 2 * group ? lagOf(i % group) : 'context';
    case 'prices':
      return lagOf(0);
    case 'short':
      return i < 4 ? lagOf(0) : 'context';
  }
}

/** Of input `p` of step `h` of the horizon in the decoder, both from 0. `gap` values are missing at the end. What lies
 *  before the context counts as the context. */
export function stepInputSource(layout: Layout, gap: number, h: number, p: number): InputSource {
  const { context, season, lags, family } = layout;
  switch (family) {
    case 'seasonal':
      return within(context, season - (h % season) + (p % lags) * season);
    case 'prices':
      return 'context';
    case 'short':
      // The path that the forecast starts from and its season are made of all observations.
      if (p >= lags) return 'context';
      return within(context, gap + (season > 1 ? season - ((gap + h) % season) + p * season : 2 + p));
  }
}

function within(context: number, lag: number): InputSource {
  return lag >= 1 && lag <= context ? lag : 'context';
}

/** Whether an input of the encoder says what is there, and not what it is: it has no neutral value but its own. */
export function isPresence({ family, group }: Layout, i: number): boolean {
  switch (family) {
    case 'seasonal':
      return i === 2 * group + 2; // the share that is missing
    case 'prices':
      return i === 5 || i === 6; // the observation, and the panel
    case 'short':
      return i === 2;
  }
}

/** Input `p` of a row of the decoder's inputs where all observations lie on the base path. */
export function neutralStepInput({ family, lags }: Layout, row: Float32Array, p: number): number {
  // A value stands beside its distance from the base path; both are in the same scale.
  return family === 'seasonal' && p < lags ? row[p] - row[lags + p] : 0;
}
