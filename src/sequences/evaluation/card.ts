import type { CardSentence, ChainName, SymbolCard, SymbolEvaluation } from '../../contracts/schemas/index.ts';
import { notesAndParts, summaryOf } from '../../training/index.ts';
import type { ResolvedSymbolSpec } from '../network/index.ts';
import { type Comparison, metricsOf, skillOf } from './comparison.ts';

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
  const notes: CardSentence[] = [];
  if (!isHeldOut) notes.push({ code: 'figures_in_sample', values: {} });
  else if (skill === null) notes.push({ code: 'too_few_symbols', values: {} });
  if (training.best_step === 0 && training.steps > 0) notes.push({ code: 'equal_probabilities', values: {} });
  const summary = [summarise({ evaluation, metrics, best: comparison.best, skill })];
  return {
    summary: summaryOf(summary),
    has_skill: skill !== null && skill.lower > 0,
    skill,
    evaluation,
    look_back,
    metrics,
    training,
    ...notesAndParts(summary, notes),
  };
}

function summarise({
  evaluation,
  metrics,
  best,
  skill,
}: Pick<SymbolCard, 'evaluation' | 'metrics' | 'skill'> & { best: ChainName }): CardSentence {
  const baseline = best;
  const { bits_per_symbol: bits } = metrics.auto;
  const { bits_per_symbol: baseline_bits } = metrics[best];
  if (evaluation.on === 'in_sample')
    return { code: 'bits_in_sample', values: { bits, baseline, baseline_bits } };
  if (baseline_bits < bitsOfRounding) return { code: 'chain_perfect', values: {} };
  if (skill === null) return { code: 'too_little_data', values: { baseline } };
  const { value, lower, upper } = skill;
  if (lower > 0) return { code: 'fewer_bits', values: { baseline, skill: value, lower, upper } };
  if (upper < 0) return { code: 'more_bits', values: { baseline, lower, upper } };
  return { code: 'no_fewer_bits', values: { baseline, lower, upper } };
}
