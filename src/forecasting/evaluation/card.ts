import {
  type LeadSkill,
  type LookBack,
  limits,
  type ModelCard,
  type Skill,
} from '../../contracts/schemas/index.ts';
import { percent } from '../../training/index.ts';
import type { MixtureWeights } from '../ensemble/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import { decimated } from '../statistics/index.ts';
import { cardMixture } from './card-mixture.ts';
import { coverageNotes, isLessReliable } from './coverage.ts';
import type { Evaluation } from './evaluation.ts';

/** Name of a baseline in a sentence. */
const baselineWords: Record<Skill['baseline'], string> = {
  naive: 'the last value',
  seasonal_naive: 'the last season',
  mean: 'the mean',
  seasonal_mean: 'the mean of the last seasons',
  rw_empirical: 'the last value with its past changes around it',
};

export function writeCard(options: {
  spec: ResolvedSpec;
  lookBack: LookBack | null;
  backtest: Evaluation | null;
  /** Weights that forecasts use. */
  mixture: MixtureWeights;
  training: ModelCard['training'];
  notes: readonly string[];
}): ModelCard {
  const { spec, backtest, training } = options;
  const isNeverWrong = backtest !== null && neverWrong(backtest) !== null;
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
  if (backtest === null)
    notes.push(
      isUntested(spec)
        ? 'No backtest was requested, so nobody knows how good the forecasts are. `POST /v1/backtests` with `refit` measures it.'
        : 'The series are too short for a backtest.',
    );
  else if (skill === null && !isNeverWrong)
    notes.push('The backtest has too few separate windows to tell skill from chance.');
  if (backtest !== null && !isNeverWrong) notes.push(...coverageNotes(backtest));
  if (training.best_step === 0 && !isFlat)
    notes.push('No training step improved the validation loss: the forecasts are those of the base path.');
  return {
    summary: summarise(spec, backtest, skill),
    has_skill: skill !== null && backtest !== null && skilledLead(backtest) !== null,
    skill,
    leads: skill === null ? [] : (backtest?.leads ?? []),
    backtest: backtest?.summary ?? null,
    metrics: backtest?.metrics ?? {},
    look_back: options.lookBack,
    comparisons: backtest?.comparisons ?? [],
    steps: [...decimated(backtest?.steps ?? [], limits.cardStepsListed)],
    series: backtest?.series.slice(0, limits.cardSeriesListed) ?? [],
    mixture: cardMixture(options.mixture),
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
  rw_empirical: 'the last value with its past changes around it',
  naive2: 'the last value of the series without its season',
  theta: 'Theta',
  dotm: 'dynamic optimised Theta',
  ses: 'simple smoothing',
  damped: 'a damped trend',
  ewma: 'EWMA volatility',
  ets: 'ETS',
  ar: 'an autoregression',
  mstl: 'MSTL of several seasons',
  logistic: 'a logistic growth curve',
  level_shift: 'the mean since the last level shift',
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

function isUntested({ validation }: ResolvedSpec): boolean {
  return validation.windows === 0;
}

function summarise(spec: ResolvedSpec, backtest: Evaluation | null, skill: Skill | null): string {
  const repeated = backtest === null ? null : neverWrong(backtest);
  if (repeated === 'naive')
    return 'The last value is never wrong in the backtest: the series is constant, and so is the forecast';
  if (repeated === 'seasonal_naive')
    return 'The last season is never wrong in the backtest: the series repeats itself, and so does the forecast';
  if (isUntested(spec)) return 'Not tested: no backtest was requested';
  if (backtest === null || skill === null)
    return `Too little data to tell whether it is better than ${baselineWords[backtest?.best ?? (spec.season_length > 1 ? 'seasonal_naive' : 'naive')]}`;
  const better = betterMethod(backtest);
  return [better === null ? null : `${better}.`, skillSentence(spec, backtest, skill)]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

/** Smallest gain over the model for which another method is named. */
const namedGainMin = 0.02;

/** Sentence about the method that is clearly better than the model, and better than the naive baseline that the next
 *  sentence is about; null if there is none. */
function betterMethod({ best, comparisons, metrics }: Evaluation): string | null {
  const lossOf = (name: string) => metrics[name].wql ?? Number.POSITIVE_INFINITY;
  const clearly = comparisons
    .filter(({ baseline, upper }) => upper !== null && upper < 0 && lossOf(baseline) < lossOf(best))
    .map(({ baseline, skill, lower, upper }) => ({ baseline, gains: [skill!, upper!, lower!].map(gainOver) }))
    .filter(({ gains: [gain] }) => gain >= namedGainMin)
    .sort((a, b) => b.gains[0] - a.gains[0]);
  if (clearly.length === 0) return null;
  const { baseline, gains } = clearly[0];
  const [gain, least, most] = gains.map(percent);
  return `${capitalised(methodWords[baseline])} forecasts this better than the model: its loss is ${gain} % lower (${least}–${most} %)`;
}

/** Share by which the loss of a baseline is below that of the model, from the model's skill over it. */
function gainOver(skill: number): number {
  return -skill / (1 - skill);
}

function capitalised(words: string): string {
  return words[0].toUpperCase() + words.slice(1);
}

/** The longest lead with skill; null if there is none. */
function skilledLead({ leads }: Evaluation): LeadSkill | null {
  return leads.findLast(({ has_skill }) => has_skill) ?? null;
}

function skillSentence(spec: ResolvedSpec, backtest: Evaluation, skill: Skill): string {
  const baseline = baselineWords[skill.baseline];
  const lead = skilledLead(backtest);
  const { horizon } = backtest.summary;
  if (lead?.steps === horizon)
    return `${percent(skill.value)} % better than ${baseline} (${percent(skill.lower)}–${percent(skill.upper)} %)`;
  const range = `${percent(skill.lower)} to ${percent(skill.upper)} %`;
  const equal = hardestNaive(backtest, skill);
  const equalRange = `${percent(equal.lower)} to ${percent(equal.upper)} %`;
  if (lead !== null) {
    const steps = lead.steps === 1 ? 'on the first step' : `on the first ${lead.steps} steps`;
    const first = `${percent(lead.skill)} % better than ${baselineWords[lead.baseline]} ${steps} (${percent(lead.lower)}–${percent(lead.upper)} %)`;
    const other = equal.baseline === lead.baseline ? '' : `than ${baselineWords[equal.baseline]} `;
    return skill.upper < 0
      ? `${first}, but worse than ${baseline} over all ${horizon} (${range})`
      : `${first}, but no better ${other}over all ${horizon} (${equalRange})`;
  }
  if (skill.upper < 0) return `Worse than ${baseline} (${range}): use ${baseline} instead`;
  const words = `${equal.lower > 0 ? 'Hardly' : 'No'} better than ${baselineWords[equal.baseline]} (${equalRange})`;
  if (isLessReliable(backtest, backtest.metrics[equal.baseline]))
    return `${words}, and its fan is less reliable`;
  const use = spec.location === 'fixed' ? ': use it for the width of the fan only' : ' in this backtest';
  return `${words}${use}`;
}

type OverNaive = Pick<Skill, 'baseline' | 'lower' | 'upper'>;

/** The baseline of the skill, unless the model is better than it but not than another naive baseline. */
function hardestNaive({ comparisons }: Evaluation, skill: Skill): OverNaive {
  if (skill.lower <= 0) return skill;
  return comparisons
    .filter(({ baseline, lower, upper }) => baseline in baselineWords && lower !== null && upper !== null)
    .map((one) => one as OverNaive)
    .reduce((hardest, one) => (one.lower < hardest.lower ? one : hardest));
}

/** sMAPE, in percent, that rounding explains: logarithms and back cost some digits. */
const smapeOfRounding = 1e-7;

/** The naive forecast that makes no error in the backtest; null if both make some. */
function neverWrong({ metrics }: Evaluation): 'naive' | 'seasonal_naive' | null {
  const isRight = (name: string) => (metrics[name]?.smape ?? Number.POSITIVE_INFINITY) < smapeOfRounding;
  return isRight('naive') ? 'naive' : isRight('seasonal_naive') ? 'seasonal_naive' : null;
}
