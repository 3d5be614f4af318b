import { assert } from '../assert.ts';
import type { Floats } from '../floats.ts';

/** Writes the gradient `dTheta` [B, K, 3] and gives the loss. `theta` [B, K, 3] is what a network says of each
 *  target, unbounded: location, raw scale, raw degrees of freedom. `y` [B, K]; `mask` [B, K] is 0 where the target
 *  is missing (its `y` is not read and its gradient 0). Without any target the loss is 0. */
export type StudentTLoss = (dTheta: Floats, theta: Floats, y: Floats, mask?: Uint8Array) => number;

export interface StudentTOptions {
  /** Least scale, in the units of `y`: a series that does not move would otherwise have none. */
  scaleMin?: number;
  /** Least degrees of freedom; above 2 the variance exists. */
  dofMin?: number;
}

/** Location μ, scale σ and degrees of freedom ν of one target. */
export interface StudentT {
  location: number;
  scale: number;
  dof: number;
}

const defaults = { scaleMin: 1e-6, dofMin: 2 };

/** Mean over the targets of -log p(y), in nats: μ = θ0, σ = softplus(θ1) + scaleMin, ν = softplus(θ2) + dofMin.
 *  Source: GluonTS, StudentTOutput. */
export function studentT(options: StudentTOptions = {}): StudentTLoss {
  const { scaleMin, dofMin } = { ...defaults, ...options };
  assert(scaleMin >= 0 && dofMin >= 0);

  return (dTheta, theta, y, mask) => {
    assert(theta.length === 3 * y.length && dTheta.length === theta.length);
    assert(mask === undefined || mask.length === y.length);
    let seen = 0;
    for (let i = 0; i < y.length; i++) if (mask === undefined || mask[i] !== 0) seen++;
    const weight = seen === 0 ? 0 : 1 / seen;

    let loss = 0;
    for (let i = 0; i < y.length; i++) {
      const at = 3 * i;
      if (mask !== undefined && mask[i] === 0) {
        dTheta.fill(0, at, at + 3);
        continue;
      }
      const scale = softplus(theta[at + 1]) + scaleMin;
      const dof = softplus(theta[at + 2]) + dofMin;
      const error = (y[i] - theta[at]) / scale;
      const square = error * error;
      const tail = (dof + 1) / (dof + square);
      const spread = Math.log1p(square / dof);

      loss +=
        Math.log(scale) + ((dof + 1) / 2) * spread + Math.log(dof * Math.PI) / 2 - logGammaHalfStep(dof / 2);
      const dScale = (1 - tail * square) / scale;
      const dDof = (spread + 1 / dof - (tail * square) / dof - digammaHalfStep(dof / 2)) / 2;
      dTheta[at] = (-weight * tail * error) / scale;
      dTheta[at + 1] = weight * dScale * sigmoid(theta[at + 1]);
      dTheta[at + 2] = weight * dDof * sigmoid(theta[at + 2]);
    }
    return loss * weight;
  };
}

/** What the three numbers of one target mean, as the loss reads them. */
export function studentTOf(theta: Floats, index: number, options: StudentTOptions = {}): StudentT {
  const { scaleMin, dofMin } = { ...defaults, ...options };
  return {
    location: theta[3 * index],
    scale: softplus(theta[3 * index + 1]) + scaleMin,
    dof: softplus(theta[3 * index + 2]) + dofMin,
  };
}

/** log(1 + eˣ) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** The derivative of softplus. */
function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

const seriesFrom = 10; // from here the next term of either series is below 2e-12

/** log Γ(x + ½) - log Γ(x), x > 0: the difference itself, since for many degrees of freedom the two logarithms
 *  are large and nearly equal. Source: Γ(x + 1) = x Γ(x) up to x ≥ 10, then the asymptotic series
 *  ½ log x - 1/(8x) + 1/(192x³) - 1/(640x⁵) + 17/(14336x⁷), from Stirling's (DLMF 5.11.8). */
function logGammaHalfStep(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < seriesFrom; at++) sum -= Math.log1p(0.5 / at);
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series = inverse * (-1 / 8 + square * (1 / 192 + square * (-1 / 640 + (square * 17) / 14336)));
  return sum + Math.log(at) / 2 + series;
}

/** ψ(x + ½) - ψ(x), the derivative of the above. */
function digammaHalfStep(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < seriesFrom; at++) sum += 0.5 / (at * (at + 0.5));
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series = square * (1 / 8 + square * (-1 / 64 + square * (1 / 128 - (square * 17) / 2048)));
  return sum + inverse / 2 + series;
}
