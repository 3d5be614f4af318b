import type { ChainName, SymbolCard, SymbolEvaluation } from '../../contracts/schemas/index.ts';
import { percent } from '../../training/index.ts';
import type { ResolvedSymbolSpec } from '../network/index.ts';
import { type Comparison, metricsOf, skillOf } from './comparison.ts';

/** Name of a chain in a sentence. */
function wordsFor(chain: ChainName): string {
  if (chain === 'uniform') return 'a uniform distribution';
  if (chain === 'unigram') return 'the frequencies of the symbols';
  return `a chain of order ${chain.slice('markov_'.length)}`;
}

/** Largest number of bits per symbol that is a rounding error. */
const bitsOfRounding = 1e-3;

export function writeSymbolCard(
  comparison: Comparison,
  { seed }: Pick<ResolvedSymbolSpec, 'seed'>,
  facts: { on: SymbolEvaluation['on'] } & Pick<SymbolCard, 'look_back' | 'training'>,
): SymbolCard {
  const { on, look_back, training } = facts;
  const isHeldOut = on === 'held_out';
  const { model } = comparison;
  const evaluation = { on, sequences: model.parts().length, symbols: model.count() };
  const metrics = metricsOf(comparison);
  const skill = isHeldOut ? skillOf(comparison, seed) : null;
  const notes: string[] = [];
  if (!isHeldOut)
    notes.push(
      'There are too few sequences to hold any out. The figures are in-sample: they describe symbols that the model and the chains were trained on, not new ones.',
    );
  else if (skill === null) notes.push('Too few symbols are held out to tell skill from chance.');
  if (training.best_step === 0 && training.steps > 0)
    notes.push(
      'No training step improved the validation loss: the network gives all symbols the same probability.',
    );
  return {
    summary: summarise({ evaluation, metrics, best: comparison.best, skill }),
    has_skill: skill !== null && skill.lower > 0,
    skill,
    evaluation,
    look_back,
    metrics,
    training,
    notes,
  };
}

function summarise({
  evaluation,
  metrics,
  best,
  skill,
}: Pick<SymbolCard, 'evaluation' | 'metrics' | 'skill'> & { best: ChainName }): string {
  const bits = metrics.auto.bits_per_symbol.toFixed(2);
  const baseline = wordsFor(best);
  const bestBits = metrics[best].bits_per_symbol;
  if (evaluation.on === 'in_sample')
    return `${bits} bits per symbol on its training data (in-sample); ${baseline} needs ${bestBits.toFixed(2)}`;
  if (bestBits < bitsOfRounding) return 'The best chain predicts every symbol: no skill over it is possible';
  if (skill === null) return `Too little data to tell whether it is better than ${baseline}`;
  const range = `${percent(skill.lower)} to ${percent(skill.upper)} %`;
  if (skill.lower > 0) return `${percent(skill.value)} % fewer bits than ${baseline} (${range})`;
  if (skill.upper < 0) return `No skill: more bits than ${baseline} (${range}); use ${baseline} instead`;
  return `No skill over ${baseline} (${range})`;
}
