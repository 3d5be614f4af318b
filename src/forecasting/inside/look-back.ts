import type { LookBack } from '../../contracts/explanation.ts';
import { baselineWords } from '../card.ts';
import type { ResolvedSpec } from '../layout.ts';
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
export const lookBackWindowsMax = 32;
const allShare = 0.95;
const mostShare = 0.8;
/** Contributions that are all smaller, in scaled units, are none. */
const nothing = 1e-6;

/** How far back the networks look, which are built for gradients of `lookBackPoints` windows: of what each observation adds, by integrated gradients, to the
 *  mean over the horizon of what they forecast. Null where they add nothing to the base path. At most
 *  `lookBackWindowsMax` windows. */
export function lookBackOf(
  members: readonly Member[],
  windows: readonly PredictionWindow[],
): LookBack | null {
  const context = Math.max(...members.map(({ layout }) => layout.context));
  const sizes = new Float64Array(context);
  for (const member of members) addSizes(sizes, member, windows.slice(0, lookBackWindowsMax));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (!(total > nothing * windows.length)) return null;
  const lagsFor = (share: number) => {
    let sum = 0;
    let lag = 0;
    while (lag < context && sum < share * total) sum += sizes[lag++];
    return lag;
  };
  const [looksBack, most] = [lagsFor(allShare), lagsFor(mostShare)];
  return { context, looks_back: looksBack, most, sentence: inWords(members[0].spec, looksBack, most) };
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
