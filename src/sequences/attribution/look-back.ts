import { lookBackFrom, windowsInTime } from '../../attribution/index.ts';
import { codes, type LookBack, type SequenceData } from '../../contracts/schemas/index.ts';
import type { Part, ResolvedSymbolSpec } from '../network/index.ts';
import { roughContributions } from './contributions.ts';
import { type GradientNetwork, likeliest } from './gradient-network.ts';
import { windowSteps, windowsOf } from './windows.ts';

const windowsMax = 32;
/** Sum of the contributions of a window, in nats, that counts as none. */
const negligible = 1e-6;

/** How far back a network looks, from the contributions of each symbol to the log-probability of the most
 *  likely next one. The number of windows is limited by the bound on the work. Null if no symbol contributes. */
export function symbolLookBack(
  gradients: GradientNetwork,
  spec: ResolvedSymbolSpec,
  sequences: readonly SequenceData[],
  parts: readonly Part[],
): LookBack | null {
  const inTime = windowsInTime(gradients.weightCount * windowSteps(spec));
  const windows = windowsOf(sequences, parts, spec, Math.min(windowsMax, inTime));
  const sizes = new Float64Array(Math.max(1, ...windows.map(({ symbols }) => symbols.length)));
  for (const { symbols } of windows) {
    const code = likeliestAfter(gradients, spec, symbols);
    const fixed = symbols[0] === codes.boundary ? 1 : 0;
    const added = roughContributions(gradients, spec, { symbols, fixed, code });
    for (const [t, amount] of added.entries()) sizes[added.length - 1 - t] += Math.abs(amount);
  }
  return lookBackFrom(sizes, negligible * windows.length, { step: 'symbol', what: 'the forecast' });
}

function likeliestAfter(gradients: GradientNetwork, spec: ResolvedSymbolSpec, symbols: Uint32Array): number {
  const { layers, hiddenSize } = gradients.encoder;
  const states = gradients.run.forward(gradients.vectors(symbols), { steps: symbols.length, batch: 1 });
  return likeliest(gradients.logits(states[layers - 1].h.subarray(symbols.length * hiddenSize)), spec);
}
