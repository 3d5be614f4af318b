import {
  type CardSentence,
  type LeadSkill,
  type LookBack,
  limits,
  type ModelCard,
  type Skill,
} from '../../contracts/schemas/index.ts';
import { notesAndParts, summaryOf } from '../../training/index.ts';
import type { MixtureWeights } from '../ensemble/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import { decimated } from '../statistics/index.ts';
import { cardMixture } from './card-mixture.ts';
import { coverageNotes, isLessReliable } from './coverage.ts';
import type { Evaluation } from './evaluation.ts';
import type { NeverWrong } from './never-wrong.ts';

/** Baselines that need no fit. A card is about one of them. */
const naiveBaselines: readonly string[] = [
  'naive',
  'seasonal_naive',
  'mean',
  'seasonal_mean',
  'rw_empirical',
] satisfies Skill['baseline'][];

export function writeCard(options: {
  spec: ResolvedSpec;
  lookBack: LookBack | null;
  backtest: Evaluation | null;
  /** Weights that forecasts use. */
  mixture: MixtureWeights;
  training: ModelCard['training'];
  /** Training windows of the first member; `training` is about the first network of the backtest, if there is one. */
  memberWindows: number;
  notes: readonly CardSentence[];
}): ModelCard {
  const { spec, backtest, training } = options;
  const repeated = backtest?.neverWrong ?? null;
  // Nothing can be better than a forecast without errors.
  const skill = repeated === null ? (backtest?.skill ?? null) : null;
  const isKnown = repeated?.isThroughout === true;
  const notes = [...options.notes];
  const isFlat = options.memberWindows === 0;
  const isHeldOutFlat = training.windows === 0;
  if (isFlat && !isKnown) notes.push({ code: 'nothing_learnt', values: {} });
  else if (spec.location === 'fixed' && !isKnown) notes.push({ code: 'random_walk', values: {} });
  if (!isFlat && !isKnown) notes.push(...ensembleNotes(spec));
  if (!isFlat && isHeldOutFlat && backtest !== null) notes.push({ code: 'held_out_untrained', values: {} });
  if (backtest === null)
    notes.push({ code: isUntested(spec) ? 'no_backtest_requested' : 'too_short_for_backtest', values: {} });
  else if (skill === null && repeated === null) notes.push({ code: 'too_few_windows', values: {} });
  if (backtest !== null && !isKnown) notes.push(...coverageNotes(backtest));
  if (training.best_step === 0 && !isHeldOutFlat) notes.push({ code: 'base_path_only', values: {} });
  const summary = summarise(spec, backtest, skill);
  return {
    summary: summaryOf(summary),
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
    ...notesAndParts(summary, notes),
  };
}

/** Note about the ensemble weights; none if the forecast is that of the networks alone. */
function ensembleNotes({ shares }: ResolvedSpec): CardSentence[] {
  if (!shares || shares.network === 1) return [];
  const weights = Object.entries(shares)
    .sort(([, a], [, b]) => b - a)
    .map(([method, weight]) => ({ method, weight }));
  return [{ code: shares.network === undefined ? 'network_unused' : 'weighted_mean', values: { weights } }];
}

function isUntested({ validation }: ResolvedSpec): boolean {
  return validation.windows === 0;
}

function summarise(spec: ResolvedSpec, backtest: Evaluation | null, skill: Skill | null): CardSentence[] {
  if (backtest !== null && backtest.neverWrong !== null) return [neverWrongSentence(backtest.neverWrong)];
  if (isUntested(spec)) return [{ code: 'untested', values: {} }];
  if (backtest === null || skill === null) {
    const baseline = backtest?.best ?? (spec.season_length > 1 ? 'seasonal_naive' : 'naive');
    return [{ code: 'too_little_data', values: { baseline } }];
  }
  return [...betterMethod(backtest), skillSentence(spec, backtest, skill)];
}

function neverWrongSentence({ baseline, isThroughout }: NeverWrong): CardSentence {
  const codes = {
    naive: isThroughout ? 'series_constant' : 'backtest_constant',
    seasonal_naive: isThroughout ? 'series_repeats' : 'backtest_repeats',
  } as const;
  return { code: codes[baseline], values: {} };
}

/** Smallest gain over the model for which another method is named. */
const namedGainMin = 0.02;

/** Sentence about the method that is clearly better than the model, and better than the naive baseline that the next
 *  sentence is about; empty if there is none. */
function betterMethod({ best, better, comparisons, metrics }: Evaluation): CardSentence[] {
  const lossOf = (name: string) => metrics[name].wql ?? Number.POSITIVE_INFINITY;
  const clearly = comparisons
    .filter(({ baseline, upper }) => upper !== null && upper < 0 && lossOf(baseline) < lossOf(best))
    .filter(({ baseline }) => better.some((name) => name === baseline))
    .map(({ baseline, skill, lower, upper }) => ({ baseline, gains: [skill!, upper!, lower!].map(gainOver) }))
    .filter(({ gains: [gain] }) => gain >= namedGainMin)
    .sort((a, b) => b.gains[0] - a.gains[0]);
  return clearly.slice(0, 1).map(({ baseline, gains: [gain, lower, upper] }) => ({
    code: 'other_method_better',
    values: { method: baseline, gain, lower, upper },
  }));
}

/** Share by which the loss of a baseline is below that of the model, from the model's skill over it. */
function gainOver(skill: number): number {
  return -skill / (1 - skill);
}

/** The longest lead with skill; null if there is none. */
function skilledLead({ leads }: Evaluation): LeadSkill | null {
  return leads.findLast(({ has_skill }) => has_skill) ?? null;
}

function skillSentence(spec: ResolvedSpec, backtest: Evaluation, skill: Skill): CardSentence {
  const { baseline, value, lower, upper } = skill;
  const lead = skilledLead(backtest);
  const { horizon } = backtest.summary;
  if (lead?.steps === horizon) return { code: 'better', values: { baseline, skill: value, lower, upper } };
  const is_worse = upper < 0;
  const hardest = hardestNaive(backtest, skill);
  const equal = { baseline: hardest.baseline, lower: hardest.lower, upper: hardest.upper };
  if (lead !== null)
    return {
      code: 'better_at_first',
      values: {
        baseline: lead.baseline,
        steps: lead.steps,
        skill: lead.skill,
        lower: lead.lower,
        upper: lead.upper,
        horizon,
        is_worse,
        over_all: is_worse ? { baseline, lower, upper } : equal,
      },
    };
  if (is_worse) return { code: 'worse', values: { baseline, lower, upper } };
  const advice = isLessReliable(backtest, equal.baseline)
    ? 'fan_less_reliable'
    : spec.location === 'fixed'
      ? 'width_only'
      : 'in_this_backtest';
  return { code: 'no_better', values: { ...equal, is_hardly: equal.lower > 0, advice } };
}

type OverNaive = Pick<Skill, 'baseline' | 'lower' | 'upper'>;

/** The baseline of the skill, unless the model is better than it but not than another naive baseline. */
function hardestNaive({ comparisons }: Evaluation, skill: Skill): OverNaive {
  if (skill.lower <= 0) return skill;
  return comparisons
    .filter(
      ({ baseline, lower, upper }) => naiveBaselines.includes(baseline) && lower !== null && upper !== null,
    )
    .map((one) => one as OverNaive)
    .reduce((hardest, one) => (one.lower < hardest.lower ? one : hardest));
}
