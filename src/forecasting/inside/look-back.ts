import type { LookBack } from '../../contracts/explanation.ts';
import { baselineWords } from '../card.ts';
import { decimated } from '../decimation.ts';
import type { Layout, ResolvedSpec } from '../layout.ts';
import type { PredictionWindow } from '../prediction.ts';
import type { Member } from '../weights-file.ts';
import { explainedOf, scaledUnits } from './explained.ts';
import {
  type Add,
  addDecoder,
  addEncoder,
  midpoints,
  pathGradients,
  pathOf,
} from './integrated-gradients.ts';
import { windowsBatch } from './window-batch.ts';

/** Few points do where only sizes are compared. */
export const lookBackPoints = 8;
const windowsMax = 32;
/** Floating-point operations of the whole look, but at least one window: some seconds at most. */
const workMax = 2e11;
const allShare = 0.95;
const mostShare = 0.8;
/** Contributions that are all smaller, in scaled units, are none. */
const nothing = 1e-6;

/** How far back the networks look, which are built for gradients of `lookBackPoints` windows: of what each observation adds, by integrated gradients, to the
 *  mean over the horizon of what they forecast. Null where they add nothing to the base path. Of the
 *  windows as many are looked at as the bound on the work allows, evenly spread. */
export function lookBackOf(
  members: readonly Member[],
  windows: readonly PredictionWindow[],
): LookBack | null {
  const context = Math.max(...members.map(({ layout }) => layout.context));
  const sizes = new Float64Array(context);
  const work = members.reduce((sum, member) => sum + workOf(member), 0);
  const looked = decimated(windows, Math.max(1, Math.min(windowsMax, Math.floor(workMax / work))));
  for (const member of members) addSizes(sizes, member, looked);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (!(total > nothing * looked.length)) return null;
  const lagsFor = (share: number) => {
    let sum = 0;
    let lag = 0;
    while (lag < context && sum < share * total) sum += sizes[lag++];
    return lag;
  };
  const [looksBack, most] = [lagsFor(allShare), lagsFor(mostShare)];
  return { context, looks_back: looksBack, most, sentence: inWords(members[0].spec, looksBack, most) };
}

/** Of one window, at all points: two operations for each weight, at each step, forward and twice as many backward. */
function workOf({ network, layout }: Member): number {
  return 6 * lookBackPoints * layout.steps * network.parameters.values.length;
}

function addSizes(sizes: Float64Array, member: Member, windows: readonly PredictionWindow[]): void {
  const { network, layout } = member;
  const { horizon: K, quantiles: Q } = layout;
  const { batch, usable } = windowsBatch(member, windows);
  const explained = explainedOf(network, layout);
  for (let b = 0; b < batch.size; b++) {
    if (!usable[b]) continue;
    const y = network.forward(pathOf(batch, b, midpoints(lookBackPoints), layout), true);
    const dY = new Float32Array(y.length);
    for (let row = 0; row < lookBackPoints * K; row++)
      explained.write(y, row * Q, scaledUnits, 1 / (lookBackPoints * K), dY);
    const { dInputs, dStepInputs } = pathGradients(member, dY);
    const added = new Float64Array(sizes.length);
    const add: Add = (source, amount) => {
      if (source !== 'context') added[source - 1] += amount;
    };
    addEncoder(batch, b, dInputs, layout, add);
    for (let h = 0; h < K; h++) addDecoder(batch, b, h, dStepInputs, layout, add);
    for (const [i, amount] of added.entries()) sizes[i] += Math.abs(amount);
  }
  network.parameters.zeroGradients();
}

function inWords(spec: ResolvedSpec, looksBack: number, most: number): string {
  const steps = (count: number) => (count === 1 ? 'one step' : `${count} steps`);
  const what =
    spec.location === 'fixed'
      ? 'what it adds to the width of the fan'
      : `what it adds to ${baselineWords[spec.base]}`;
  return `Looks back about ${steps(looksBack)}; 80 % of ${what} comes from the last ${most === 1 ? 'one' : most}`;
}

/** Of each series (transformed) the last windows whose targets are known, so many that there are enough over all. */
export function lastWindows(
  series: readonly Float64Array[],
  { horizon }: Layout,
  max: number,
): PredictionWindow[] {
  const each = Math.ceil(max / Math.max(1, series.length));
  return decimated(series, max).flatMap((values) =>
    Array.from({ length: each }, (_, i) => ({ values, origin: values.length - (i + 1) * horizon })).filter(
      ({ origin }) => origin > 0,
    ),
  );
}
