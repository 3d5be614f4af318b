import { type LookBack, limits, type ModelCard, type Skill } from '../../contracts/schemas/index.ts';
import { percent } from '../../training/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import { decimated } from '../statistics/index.ts';
import { coverageNotes, isLessReliable } from './coverage.ts';
import type { Evaluation } from './evaluation.ts';

/** Name of a baseline in a sentence. */
const baselineWords: Record<Skill['baseline'], string> = {
  naive: 'the last value',
  seasonal_naive: 'the last season',
  rw_empirical: 'the last value with its past changes around it',
};

export function writeCard(options: {
  spec: ResolvedSpec;
  lookBack: LookBack | null;
  backtest: Evaluation | null;
  training: ModelCard['training'];
  notes: readonly string[];
}): ModelCard {
  const { spec, backtest, training } = options;
  const isNeverWrong = backtest !== null && baselineIsNeverWrong(backtest);
  const skill = isNeverWrong ? null : (backtest?.skill ?? null);
  const notes = [...options.notes];
  const isFlat = training.windows === 0;
  if (isFlat && !isNeverWrong)
    notes.push(
      'The values are constant in the part that training uses, so nothing was learnt. If they change later, the fan is that of a random walk with the differences of the series.',
    );
  else if (spec.location === 'fixed' && !isNeverWrong)
    notes.push(
      'The values move like a random walk: the median stays at the last value, and the network forecasts only the width of the fan.',
    );
  if (!isFlat && !isNeverWrong) notes.push(...ensembleNotes(spec));
  if (backtest === null) notes.push('The series are too short for a backtest.');
  else if (skill === null && !isNeverWrong)
    notes.push('The backtest has too few separate windows to tell skill from chance.');
  if (backtest !== null && !isNeverWrong) notes.push(...coverageNotes(backtest));
  if (training.best_step === 0 && !isFlat)
    notes.push('No training step improved the validation loss: the forecasts are those of the base path.');
  return {
    summary: summarise(spec, backtest, skill),
    has_skill: skill !== null && skill.lower > 0,
    skill,
    backtest: backtest?.summary ?? null,
    metrics: backtest?.metrics ?? {},
    look_back: options.lookBack,
    comparisons: backtest?.comparisons ?? [],
    steps: [...decimated(backtest?.steps ?? [], limits.cardStepsListed)],
    series: backtest?.series.slice(0, limits.cardSeriesListed) ?? [],
    training,
    notes,
  };
}

const methodWords: Record<string, string> = {
  network: 'the network',
  naive: 'the last value',
  seasonal_naive: 'the last season',
  mean: 'the mean',
  seasonal_mean: 'the mean of the last seasons',
  theta: 'Theta',
  dotm: 'dynamic optimised Theta',
  ses: 'simple smoothing',
  damped: 'a damped trend',
  ets: 'ETS',
  ewma: 'EWMA volatility',
  tsb: 'TSB for intermittent demand',
  instant: 'the pre-trained network',
};

/** Note about the ensemble weights; none if the forecast is that of the networks alone. */
function ensembleNotes({ shares }: ResolvedSpec): string[] {
  if (!shares || shares.network === 1) return [];
  if (shares.network === undefined)
    return [
      `Validation found nothing better than ${ensembleWords(shares)}: the network has no weight in the forecast.`,
    ];
  return [`The forecast is a mean, weighted by validation: ${ensembleWords(shares)}.`];
}

function ensembleWords(shares: Readonly<Record<string, number>>): string {
  const all = Object.entries(shares).sort(([, a], [, b]) => b - a);
  if (all.length === 1) return methodWords[all[0][0]];
  return all.map(([name, share]) => `${percent(share)} % ${methodWords[name]}`).join(', ');
}

function summarise(spec: ResolvedSpec, backtest: Evaluation | null, skill: Skill | null): string {
  if (backtest !== null && baselineIsNeverWrong(backtest))
    return backtest.best === 'naive'
      ? 'The last value is never wrong in the backtest: the series is constant, and so is the forecast'
      : 'The last season is never wrong in the backtest: the series repeats itself, and so does the forecast';
  if (skill === null)
    return `Too little data to tell whether it is better than ${baselineWords[backtest?.best ?? (spec.season_length > 1 ? 'seasonal_naive' : 'naive')]}`;
  const baseline = baselineWords[skill.baseline];
  if (skill.lower > 0)
    return `${percent(skill.value)} % better than ${baseline} (${percent(skill.lower)}–${percent(skill.upper)} %)`;
  const range = `${percent(skill.lower)} to ${percent(skill.upper)} %`;
  const isUnreliable = backtest !== null && isLessReliable(backtest, backtest.metrics[skill.baseline]);
  if (skill.upper < 0) return `Worse than ${baseline} (${range}): use ${baseline} instead`;
  if (isUnreliable) return `No better than ${baseline} (${range}), and its fan is less reliable`;
  const use = spec.location === 'fixed' ? ': use it for the width of the fan only' : ' in this backtest';
  return `No better than ${baseline} (${range})${use}`;
}

/** sMAPE, in percent, that rounding explains: logarithms and back cost some digits. */
const smapeOfRounding = 1e-7;

function baselineIsNeverWrong({ metrics, best }: Evaluation): boolean {
  const { smape } = metrics[best];
  return smape !== null && smape < smapeOfRounding;
}
