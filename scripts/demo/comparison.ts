import type { ModelCard } from '../../src/contracts/schemas/index.ts';

export interface MethodComparison {
  /** The method with the smaller quantile loss; null if the card does not tell. */
  better: 'instant' | 'trained' | null;
  sentence: string;
}

/** Says whether the trained model or the instant forecast was better in the backtest of the card. */
export function compareWithInstant({
  backtest,
  metrics,
  comparisons = [],
}: Pick<ModelCard, 'backtest' | 'metrics' | 'comparisons'>): MethodComparison {
  const [trained, instant] = [metrics.auto?.wql, metrics.instant?.wql];
  if (backtest === null || trained == null || instant == null)
    return {
      better: null,
      sentence:
        'The backtest has no baseline `instant`, so it does not say which of the two forecasts is better.',
    };
  const [small, large] = [Math.min(trained, instant), Math.max(trained, instant)];
  const losses = `In ${backtest.windows} windows of the backtest the quantile loss of the trained model is ${trained.toFixed(5)}, and that of the instant forecast ${instant.toFixed(5)}`;
  if (small === large) return { better: null, sentence: `${losses}: they are equally good.` };
  const better = trained < instant ? 'trained' : 'instant';
  const name = better === 'trained' ? 'the trained model' : 'the instant forecast';
  const sentence = `${losses}: ${name} is ${percent(1 - small / large)} % better.`;
  const found = comparisons.find(({ baseline }) => baseline === 'instant');
  const isClear = found?.lower == null || found.upper == null || found.lower * found.upper > 0;
  return { better, sentence: isClear ? sentence : `${sentence} The difference may be chance.` };
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
