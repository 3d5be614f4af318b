import assert from 'node:assert/strict';

/** Returns the learning rate of a step; steps count from 0. */
export type Schedule = (step: number) => number;

/** One-cycle learning rate. Rises along a half cosine from maximum / `startDivisor` to `maximum` during the first
 *  `warmUp` · `steps` steps, then falls to maximum / (`startDivisor` · `endDivisor`) along another. A single step has
 *  the maximum. Source: torch.optim.lr_scheduler.OneCycleLR (Smith & Topin 2018). */
export function oneCycle(options: {
  maximum: number;
  steps: number;
  warmUp?: number;
  startDivisor?: number;
  endDivisor?: number;
}): Schedule {
  const { maximum, steps, warmUp = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
  assert(steps > 0 && warmUp >= 0 && warmUp <= 1);
  const start = maximum / startDivisor;
  const peakStep = Math.max(0, warmUp * steps - 1);
  const lastStep = steps - 1;
  return (step) =>
    step < peakStep
      ? anneal(start, maximum, step / peakStep)
      : anneal(
          maximum,
          start / endDivisor,
          lastStep > peakStep ? (step - peakStep) / (lastStep - peakStep) : 0,
        );
}

function anneal(from: number, to: number, progress: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(1, progress)))) / 2;
}
