import type { CardSentence, CardSentenceCode, CardSentenceValues } from '../contracts/schemas/index.ts';
import { percent } from './percent.ts';

/** Name of a method in a sentence. */
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
  uniform: 'a uniform distribution',
  unigram: 'the frequencies of the symbols',
};

function named(method: string): string {
  const order = /^markov_(\d+)$/.exec(method)?.[1];
  return order === undefined ? (methodWords[method] ?? method) : `a chain of order ${order}`;
}

type Weights = CardSentenceValues<'weighted_mean'>['weights'];

function mixed(weights: Weights): string {
  if (weights.length === 1) return named(weights[0].method);
  return weights.map(({ method, weight }) => `${percent(weight)} % ${named(method)}`).join(', ');
}

const between = ({ lower, upper }: { lower: number; upper: number }) =>
  `${percent(lower)}–${percent(upper)} %`;
const from = ({ lower, upper }: { lower: number; upper: number }) =>
  `${percent(lower)} to ${percent(upper)} %`;
const capitalised = (words: string) => words[0].toUpperCase() + words.slice(1);

/** The sentences in English. Those of a summary end without a full stop. */
const texts: { [Code in CardSentenceCode]: (values: CardSentenceValues<Code>) => string } = {
  series_constant: () =>
    'The last value is never wrong in the backtest: the series is constant, and so is the forecast',
  series_repeats: () =>
    'The last season is never wrong in the backtest: the series repeats itself, and so does the forecast',
  backtest_constant: () =>
    'The last value is never wrong in the backtest, whose values are constant: it cannot show any skill',
  backtest_repeats: () =>
    'The last season is never wrong in the backtest, whose values repeat themselves: it cannot show any skill',
  untested: () => 'Not tested: no backtest was requested',
  too_little_data: ({ baseline }) => `Too little data to tell whether it is better than ${named(baseline)}`,
  other_method_better: ({ method, gain, ...range }) =>
    `${capitalised(named(method))} forecasts this better than the model: its loss is ${percent(gain)} % lower (${between(range)})`,
  better: ({ baseline, skill, ...range }) =>
    `${percent(skill)} % better than ${named(baseline)} (${between(range)})`,
  better_at_first: ({ baseline, steps, skill, lower, upper, horizon, is_worse, over_all }) => {
    const part = steps === 1 ? 'on the first step' : `on the first ${steps} steps`;
    const first = `${percent(skill)} % better than ${named(baseline)} ${part} (${between({ lower, upper })})`;
    const hardest = named(over_all.baseline);
    if (is_worse) return `${first}, but worse than ${hardest} over all ${horizon} (${from(over_all)})`;
    const other = over_all.baseline === baseline ? '' : `than ${hardest} `;
    return `${first}, but no better ${other}over all ${horizon} (${from(over_all)})`;
  },
  worse: ({ baseline, ...range }) =>
    `Worse than ${named(baseline)} (${from(range)}): use ${named(baseline)} instead`,
  no_better: ({ baseline, lower, upper, is_hardly, advice }) => {
    const words = `${is_hardly ? 'Hardly' : 'No'} better than ${named(baseline)} (${from({ lower, upper })})`;
    const ends = {
      fan_less_reliable: ', and its fan is less reliable',
      width_only: ': use it for the width of the fan only',
      in_this_backtest: ' in this backtest',
    };
    return `${words}${ends[advice]}`;
  },
  bits_in_sample: ({ bits, baseline, baseline_bits }) =>
    `${bits.toFixed(2)} bits per symbol on its training data (in-sample); ${named(baseline)} needs ${baseline_bits.toFixed(2)}`,
  chain_perfect: () => 'The best chain predicts every symbol: no skill over it is possible',
  fewer_bits: ({ baseline, skill, ...range }) =>
    `${percent(skill)} % fewer bits than ${named(baseline)} (${from(range)})`,
  more_bits: ({ baseline, ...range }) =>
    `No skill: more bits than ${named(baseline)} (${from(range)}); use ${named(baseline)} instead`,
  no_fewer_bits: ({ baseline, ...range }) => `No skill over ${named(baseline)} (${from(range)})`,
  nothing_learnt: () =>
    'The values are constant in the part that training uses, so nothing was learnt. If they change later, the fan is that of a random walk with the differences of the series.',
  held_out_untrained: () =>
    'The values before the backtest are constant, so the networks that it tests learnt nothing. It says little about the model, which is trained on all values.',
  random_walk: () =>
    'The values move like a random walk: the median stays at the last value, and the network forecasts only the width of the fan.',
  network_unused: ({ weights }) =>
    `Validation found nothing better than ${mixed(weights)}: the network has no weight in the forecast.`,
  weighted_mean: ({ weights }) => `The forecast is a mean, weighted by validation: ${mixed(weights)}.`,
  no_backtest_requested: () =>
    'No backtest was requested, so nobody knows how good the forecasts are. `POST /v1/backtests` with `refit` measures it.',
  too_short_for_backtest: () => 'The series are too short for a backtest.',
  too_few_windows: () => 'The backtest has too few separate windows to tell skill from chance.',
  coverage_wrong: ({ points, intervals, fault }) => {
    const whole = (share: number) => Math.round(100 * share);
    const held = intervals.map(
      ({ level, coverage }) => `the ${whole(level)} % interval held ${whole(coverage)} %`,
    );
    const meanings = {
      too_narrow: 'it claims more certainty than it has',
      too_wide: 'it is wider than it has to be',
      both: 'it is too narrow at one level and too wide at another',
    };
    return `The coverage was wrong in the backtest: of ${points} observations ${held.join(', ')}; ${meanings[fault]}.`;
  },
  base_path_only: () =>
    'No training step improved the validation loss: the forecasts are those of the base path.',
  equal_probabilities: () =>
    'No training step improved the validation loss: the network gives all symbols the same probability.',
  no_validation: ({ is_reduced = true }) =>
    is_reduced
      ? 'The series are too short for a validation part: training ran a fixed, smaller number of steps without early stopping.'
      : 'The series are too short for a validation part: training ran all the steps of the request, without early stopping.',
  season_not_found: ({ family }) =>
    `The seasonal family was asked for, but no season was found in the data: the family \`${family}\` was trained. Set \`season_length\` if you know the season.`,
  outside_bounds: ({ observed, below, above, not_whole, lower, upper }) => {
    const faults = [
      ...(below > 0 ? [`${below} below ${lower}`] : []),
      ...(above > 0 ? [`${above} above ${upper}`] : []),
      ...(not_whole > 0 ? [`${not_whole} not whole`] : []),
    ];
    return `Some data are outside the bounds of the model (of ${observed} observations ${faults.join(', ')}); forecasts stay within them.`;
  },
  figures_in_sample: () =>
    'There are too few sequences to hold any out. The figures are in-sample: they describe symbols that the model and the chains were trained on, not new ones.',
  too_few_symbols: () => 'Too few symbols are held out to tell skill from chance.',
};

function cardText(sentence: CardSentence): string {
  const text = texts[sentence.code] as (values: CardSentence['values']) => string;
  return text(sentence.values);
}

/** The summary of a card: its sentences as one text. */
export function summaryOf(sentences: readonly CardSentence[]) {
  return sentences.map(cardText).join('. ');
}

/** The end of a card: its notes, and the parts of its texts. */
export function notesAndParts(summary: readonly CardSentence[], notes: readonly CardSentence[]) {
  return { notes: notes.map(cardText), summary_parts: [...summary], note_parts: [...notes] };
}
