import { lookBackFrom, lookBackPoints, midpoints, windowsInTime } from '../../attribution/index.ts';
import type { LookBack } from '../../contracts/schemas/index.ts';
import type { Member } from '../ensemble/index.ts';
import { familyOf, type Layout } from '../families/index.ts';
import { type ForecastWindow, trailingGap } from '../history/index.ts';
import { decimated } from '../statistics/index.ts';
import { explainedValue, type Mixing } from './explained-value.ts';
import { lagOf } from './input-sources.ts';
import { type Add, addDecoder, addEncoder, neutralWindow, pathWindows } from './integrated-gradients.ts';
import { readWindows } from './window-batch.ts';

const windowsMax = 32;
/** Mean contribution of a window, in scaled units, that counts as none. */
const negligible = 1e-6;

/** How far back the networks look: lags of the observations whose contributions, by integrated gradients, make
 *  up most of the mean forecast over the horizon. The networks have to be built for gradients of
 *  `lookBackPoints` windows. The windows are evenly spread, and their number is limited by the bound on the work. Null
 *  if the networks add nothing to the base path. */
export function lookBackOf(members: readonly Member[], windows: readonly ForecastWindow[]): LookBack | null {
  const context = Math.max(...members.map(({ layout }) => layout.context));
  const sizes = new Float64Array(context);
  const work = members.reduce(
    (sum, { network, layout }) => sum + layout.steps * network.parameters.values.length,
    0,
  );
  const examined = decimated(windows, Math.min(windowsMax, windowsInTime(work)));
  for (const member of members) addSizes(sizes, member, examined);
  const what = `what it adds to ${familyOf(members[0].layout).baseDescription}`;
  return lookBackFrom(sizes, negligible * examined.length, { step: 'step', what });
}

/** Mixing of one network alone, in its scaled units. */
export function scaledMixing({ grid, median, fixedMedian, quantiles }: Layout): Mixing {
  return {
    grid,
    median,
    fixedMedian,
    factors: new Float64Array(quantiles).fill(1),
    isLog: false,
    lower: Number.NEGATIVE_INFINITY,
    upper: Number.POSITIVE_INFINITY,
  };
}

function addSizes(sizes: Float64Array, member: Member, windows: readonly ForecastWindow[]): void {
  const { network, layout } = member;
  const { horizon: K, quantiles: Q } = layout;
  const { batch, usable } = readWindows(member, windows);
  const mixing = scaledMixing(layout);
  for (const [b, { series, origin }] of windows.entries()) {
    if (!usable[b]) continue;
    const neutral = neutralWindow(batch, b, member);
    const y = network.forward(pathWindows(batch, b, neutral, midpoints(lookBackPoints), layout), true);
    const dY = new Float32Array(y.length);
    for (let row = 0; row < lookBackPoints * K; row++)
      explainedValue(
        mixing,
        [{ y, dY, offset: row * Q, base: 0, unit: 1, isLog: false }],
        1 / (lookBackPoints * K),
      );
    const { dInputs, dStepInputs } = network.backward(dY);
    const added = new Float64Array(sizes.length);
    const add: Add = (source, amount) => {
      const lag = lagOf(source);
      if (lag !== null) added[lag - 1] += amount;
    };
    addEncoder(batch, b, neutral, dInputs!, member, add);
    const gap = trailingGap(series.raw.subarray(0, origin));
    if (dStepInputs !== null)
      for (let h = 0; h < K; h++) addDecoder(batch, b, neutral, h, gap, dStepInputs, member, add);
    for (const [i, amount] of added.entries()) sizes[i] += Math.abs(amount);
  }
  network.parameters.zeroGradients();
}
