import { codes, type SymbolExplanation } from '../../contracts/schemas/index.ts';
import { type AppError, refusal } from '../../errors.ts';
import { bitsPerNat } from '../network/index.ts';
import { contributionsOf } from './contributions.ts';
import { gradientNetwork, type TrainedSymbolNetwork } from './gradient-network.ts';

/** Bound on symbols times recurrent weights: about ten seconds if all points of the path are needed,
 *  usually one second. */
const workMax = 50_000_000;
const symbolsMax = 2_000;

/** Contribution of each symbol of a context to the log-probability of `next`, the most likely symbol after it,
 *  in bits.
 *  @throws AppError explanation_too_large */
export function explainNext(
  trained: TrainedSymbolNetwork,
  context: readonly string[],
  read: readonly number[],
  next: { code: number } & Pick<SymbolExplanation, 'symbol' | 'kind'>,
): SymbolExplanation {
  const gradients = gradientNetwork(trained);
  const accepted = Math.min(symbolsMax, Math.floor(workMax / gradients.weightCount));
  if (read.length > accepted) throw tooLarge(read.length, gradients.weightCount, accepted);
  const fixed = trained.spec.boundary ? 1 : 0;
  const symbols = Uint32Array.from(fixed === 1 ? [codes.boundary, ...read] : read);
  const { baseline, value, values } = contributionsOf(gradients, trained.spec, {
    symbols,
    fixed,
    code: next.code,
  });
  return {
    symbol: next.symbol,
    kind: next.kind,
    forecast: value * bitsPerNat,
    baseline: baseline * bitsPerNat,
    contributions: context.map((symbol, position) => ({
      position,
      symbol,
      value: values[fixed + position] * bitsPerNat,
    })),
  };
}

function tooLarge(symbols: number, weights: number, max: number): AppError {
  return refusal('explanation_too_large', {
    path: '/explain',
    message: `${symbols} symbols through a network with ${weights} recurrent weights are too much work`,
    accepted: `a \`context\` of at most ${max} symbols, such as the last ones`,
  });
}
