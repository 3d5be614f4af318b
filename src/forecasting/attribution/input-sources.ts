import type { Member } from '../ensemble/index.ts';
import type { Layout } from '../families/index.ts';

/** Source of an input: the lag of an observation (1 is the last one), the context as a whole, or a covariate. */
export type InputSource = number | 'context' | CovariateSource;

export interface CovariateSource {
  /** Index among the past, then the known-future, then the static covariates of the model. */
  covariate: number;
  /** Lag of the observation; null for steps of the horizon and for static covariates. */
  lag: number | null;
}

/** Lag at which an input lies; null if it belongs to no observation. */
export function lagOf(source: InputSource): number | null {
  if (typeof source === 'number') return source;
  return source === 'context' ? null : source.lag;
}

type Inputs = Pick<Member, 'layout' | 'spec'>;

/** Source of input `i` of recurrent step `step`, both from 0. */
export function encoderSource({ layout, spec }: Inputs, step: number, i: number): InputSource {
  const { context, group, encoder, exogenous } = layout;
  const lagAt = (position: number) => context - step * group - position;
  const offset = i - exogenous.encoderAt;
  if (offset >= group * exogenous.observation)
    return attributeSource(layout, spec, offset - group * exogenous.observation);
  if (offset >= 0) {
    const position = Math.floor(offset / exogenous.observation);
    return { covariate: Math.floor((offset % exogenous.observation) / 2), lag: lagAt(position) };
  }
  const { observation } = encoder[i];
  return observation === null ? 'context' : lagAt(observation);
}

/** Source of number `n` of those that encode static attributes. */
function attributeSource({ exogenous }: Layout, { encoding }: Inputs['spec'], n: number): CovariateSource {
  let attribute = 0;
  let end = 0;
  for (const [s, { classes }] of (encoding?.static ?? []).entries()) {
    if (n >= end) attribute = s;
    end += classes?.length ?? 2;
  }
  return { covariate: exogenous.past + exogenous.future + attribute, lag: null };
}

/** Source of input `p` of the decoder at step `h` of the horizon, both from 0. `gap` values are missing at the
 *  end of the context. A lag before the context counts as the context. */
export function stepInputSource({ layout }: Inputs, gap: number, h: number, p: number): InputSource {
  const { context, decoder, exogenous } = layout;
  const offset = p - exogenous.decoderAt;
  if (offset >= 0) {
    const { past, future, skips } = exogenous;
    // The differences of each covariate come first, then two inputs of each.
    const column = offset < skips ? Math.floor((offset * future) / skips) : Math.floor((offset - skips) / 2);
    return { covariate: past + column, lag: null };
  }
  const { lag } = decoder[p];
  return lag === null ? 'context' : within(context, lag(h, gap));
}

function within(context: number, lag: number): InputSource {
  return lag >= 1 && lag <= context ? lag : 'context';
}

/** Neutral value of input `i` of a recurrent step, whose actual value is `actual`. Observations are on the base
 *  path, covariates at their means, and attributes spread evenly over their classes. Marks of presence keep
 *  their values. */
export function neutralInput({ layout, spec }: Inputs, i: number, actual: number): number {
  const { exogenous, group, encoder } = layout;
  const offset = i - exogenous.encoderAt;
  if (offset < 0) return encoder[i].isPresence ? actual : 0;
  const constant = offset - group * exogenous.observation;
  if (constant < 0) return offset % 2 === 1 ? actual : 0;
  return neutralAttribute(spec, constant, actual);
}

function neutralAttribute({ encoding }: Inputs['spec'], n: number, actual: number): number {
  let first = 0;
  for (const { classes } of encoding?.static ?? []) {
    const next = first + (classes?.length ?? 2);
    if (n < next) return classes !== null ? 1 / classes.length : n === first ? 0 : actual;
    first = next;
  }
  return actual;
}

/** Neutral value of input `p` of a row of the decoder: observations are on the base path, and covariates have
 *  their values on the base path. */
export function neutralStepInput({ decoder, exogenous }: Layout, row: Float32Array, p: number): number {
  const offset = p - exogenous.decoderAt - exogenous.skips;
  if (offset >= 0) return offset % 2 === 1 ? row[p] : 0;
  // A value and its distance from the base path are in the same scale.
  const distanceAt = decoder[p]?.distanceAt ?? null;
  return distanceAt === null ? 0 : row[p] - row[distanceAt];
}
