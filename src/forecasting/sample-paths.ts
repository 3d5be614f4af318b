import { createRng, type Rng } from '../engine/index.ts';

/** Normal scores of sample paths: a Gaussian copula over the steps of the horizon. Each step's score is a standard
 *  normal variable, so that a path read off the quantile functions of the steps has their distributions exactly; the
 *  correlation of the scores makes a path hang together.
 *
 *  On the path of the last value the errors of a random walk: corr(h, k) = √(min(h, k) / max(h, k)), steps from 1.
 *  On the path of the last season those of an AR(1): corr(h, k) = ρ^|h − k|, with ρ the correlation of neighbouring
 *  seasonal differences. */
export interface PathCorrelation {
  kind: 'random_walk' | 'autoregressive';
  /** ρ; unused for the random walk. */
  neighbours: number;
}

/** A path that never turns would make one draw of the whole horizon. */
const neighboursMax = 0.95;

/** @param tail what the forecast reads, transformed. */
export function pathCorrelation(season: number, tail: Float64Array): PathCorrelation {
  if (season === 1) return { kind: 'random_walk', neighbours: 0 };
  const differences = tail.slice(season).map((value, t) => value - tail[t]);
  const correlation = neighbourCorrelation(differences);
  return { kind: 'autoregressive', neighbours: Math.max(0, Math.min(neighboursMax, correlation)) };
}

/** The scores of one path. @returns [K] */
export function drawScores(rng: Rng, horizon: number, { kind, neighbours }: PathCorrelation): Float64Array {
  const scores = new Float64Array(horizon);
  let sum = 0;
  for (let h = 0; h < horizon; h++) {
    const shock = rng.normal();
    if (kind === 'random_walk') {
      sum += shock;
      scores[h] = sum / Math.sqrt(h + 1);
    } else {
      scores[h] = h === 0 ? shock : neighbours * scores[h - 1] + Math.sqrt(1 - neighbours ** 2) * shock;
    }
  }
  return scores;
}

/** Paths of a series do not depend on which other series are in the call. Source of the mixing: FNV-1a. */
export function pathRng(seed: number, seriesId: string): Rng {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seriesId.length; i++) hash = Math.imul(hash ^ seriesId.charCodeAt(i), 0x01000193);
  return createRng(seed * 2 ** 20 + ((hash >>> 0) % 2 ** 20));
}

/** Correlation at lag 1 about zero; 0 where too little is known. */
function neighbourCorrelation(values: Float64Array): number {
  let product = 0;
  let squares = 0;
  for (let t = 1; t < values.length; t++) {
    if (Number.isNaN(values[t]) || Number.isNaN(values[t - 1])) continue;
    product += values[t] * values[t - 1];
    squares += (values[t] ** 2 + values[t - 1] ** 2) / 2;
  }
  return squares === 0 ? 0 : product / squares;
}
