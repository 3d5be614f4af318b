import type { CardSentence } from '../../../clients/typescript/src/index.ts';
import type { Language } from './define.ts';

/** How values are written in a sentence. */
export interface SentenceWords {
  share: (share: number) => string;
  count: (value: number) => string;
  number: (value: number) => string;
  method: (name: string) => string;
}

type Values<Code> = Extract<CardSentence, { code: Code }>['values'];
type Sentences = { [Code in CardSentence['code']]: (values: Values<Code>, words: SentenceWords) => string };

type Weights = Values<'weighted_mean'>['weights'];
const mixed = (weights: Weights, { share, method }: SentenceWords) =>
  weights.length === 1
    ? method(weights[0]?.method ?? '')
    : weights.map(({ method: name, weight }) => `${method(name)} ${share(weight)}`).join(', ');
const range = ({ lower, upper }: { lower: number; upper: number }, { share }: SentenceWords) =>
  `${share(lower)} ~ ${share(upper)}`;

/** The sentences of cards in every language but English, in which the service writes. A code that is missing is a type
 *  error. */
export const cardSentences: Record<Exclude<Language, 'en'>, Sentences> = {
  ko: {
    series_constant: () =>
      '백테스트에서 마지막 값이 한 번도 틀리지 않았습니다. 시계열이 일정하므로 예측도 일정합니다.',
    series_repeats: () =>
      '백테스트에서 지난 계절이 한 번도 틀리지 않았습니다. 시계열이 되풀이되므로 예측도 되풀이됩니다.',
    backtest_constant: () =>
      '백테스트에서 마지막 값이 한 번도 틀리지 않았습니다. 백테스트의 값이 일정하여 모델의 실력을 알 수 없습니다.',
    backtest_repeats: () =>
      '백테스트에서 지난 계절이 한 번도 틀리지 않았습니다. 백테스트의 값이 되풀이되어 모델의 실력을 알 수 없습니다.',
    untested: () => '시험하지 않았습니다. 백테스트를 요청하지 않은 모델입니다.',
    too_little_data: ({ baseline }, w) => `${w.method(baseline)}보다 나은지 알기에는 데이터가 너무 적습니다.`,
    other_method_better: ({ method, gain, ...ends }, w) =>
      `이 데이터에는 모델보다 ${w.method(method)} 방법이 낫습니다. 손실이 ${w.share(gain)} 작습니다(${range(ends, w)}).`,
    better: ({ baseline, skill, ...ends }, w) =>
      `${w.method(baseline)}보다 ${w.share(skill)} 낫습니다(${range(ends, w)}).`,
    better_at_first: ({ baseline, steps, skill, lower, upper, horizon, is_worse, over_all }, w) => {
      const part = steps === 1 ? '첫 단계에서는' : `처음 ${w.count(steps)}단계에서는`;
      const first = `${part} ${w.method(baseline)}보다 ${w.share(skill)} 낫지만(${range({ lower, upper }, w)})`;
      const verdict = is_worse ? '못합니다' : '낫지 않습니다';
      return `${first}, 전체 ${w.count(horizon)}단계에서는 ${w.method(over_all.baseline)}보다 ${verdict}(${range(over_all, w)}).`;
    },
    worse: ({ baseline, ...ends }, w) =>
      `${w.method(baseline)}보다 못합니다(${range(ends, w)}). 모델 대신 ${w.method(baseline)} 방법을 쓰세요.`,
    no_better: ({ baseline, lower, upper, is_hardly, advice }, w) => {
      const ends = {
        fan_less_reliable: ' 예측 범위의 신뢰도도 더 낮습니다.',
        width_only: ' 예측 범위의 폭에만 쓰세요.',
        in_this_backtest: '',
      };
      const verdict = is_hardly ? '거의 나은 점이 없습니다' : '낫지 않습니다';
      return `이 백테스트에서는 ${w.method(baseline)}보다 ${verdict}(${range({ lower, upper }, w)}).${ends[advice]}`;
    },
    bits_in_sample: ({ bits, baseline, baseline_bits }, w) =>
      `학습 데이터에서 기호당 ${w.number(bits)}비트가 필요합니다(표본 내). ${w.method(baseline)}에는 ${w.number(baseline_bits)}비트가 필요합니다.`,
    chain_perfect: () => '가장 좋은 연쇄가 모든 기호를 맞힙니다. 그보다 나을 수는 없습니다.',
    fewer_bits: ({ baseline, skill, ...ends }, w) =>
      `${w.method(baseline)}보다 비트가 ${w.share(skill)} 적게 필요합니다(${range(ends, w)}).`,
    more_bits: ({ baseline, ...ends }, w) =>
      `${w.method(baseline)}보다 비트가 더 필요합니다(${range(ends, w)}). 모델 대신 ${w.method(baseline)} 방법을 쓰세요.`,
    no_fewer_bits: ({ baseline, ...ends }, w) =>
      `${w.method(baseline)}보다 낫지 않습니다(${range(ends, w)}).`,
    nothing_learnt: () =>
      '학습에 쓰는 부분의 값이 일정해서 배운 것이 없습니다. 나중에 값이 바뀌면 예측 범위는 시계열의 차이로 만든 랜덤 워크의 범위가 됩니다.',
    held_out_untrained: () =>
      '백테스트 앞부분의 값이 일정해서 백테스트가 시험하는 신경망은 배운 것이 없습니다. 모델은 모든 값으로 학습하므로, 백테스트로는 모델을 거의 알 수 없습니다.',
    random_walk: () =>
      '값이 랜덤 워크처럼 움직입니다. 중앙값은 마지막 값에 머물고, 신경망은 예측 범위의 폭만 예측합니다.',
    network_unused: ({ weights }, w) =>
      `검증에서 ${mixed(weights, w)}보다 나은 것이 없었습니다. 신경망은 예측에 쓰이지 않습니다.`,
    weighted_mean: ({ weights }, w) => `예측은 검증 결과로 가중한 평균입니다: ${mixed(weights, w)}.`,
    no_backtest_requested: () =>
      '백테스트를 요청하지 않아 예측이 얼마나 좋은지 알 수 없습니다. 백테스트를 실행하면 측정할 수 있습니다.',
    too_short_for_backtest: () => '시계열이 백테스트를 하기에는 너무 짧습니다.',
    too_few_windows: () => '백테스트의 서로 떨어진 구간이 너무 적어 실력과 우연을 구별할 수 없습니다.',
    coverage_wrong: ({ points, intervals, fault }, w) => {
      const held = intervals.map(
        ({ level, coverage }) => `${w.share(level)} 구간에 ${w.share(coverage)}가 들어왔습니다`,
      );
      const meanings = {
        too_narrow: '실제보다 확신이 지나칩니다',
        too_wide: '필요보다 넓습니다',
        both: '한 수준에서는 너무 좁고 다른 수준에서는 너무 넓습니다',
      };
      return `백테스트에서 구간의 포함률이 틀렸습니다. 관측값 ${w.count(points)}개 중 ${held.join(', ')}. ${meanings[fault]}.`;
    },
    base_path_only: () => '어떤 학습 단계도 검증 손실을 줄이지 못했습니다. 예측은 기본 경로의 예측입니다.',
    equal_probabilities: () =>
      '어떤 학습 단계도 검증 손실을 줄이지 못했습니다. 신경망은 모든 기호에 같은 확률을 줍니다.',
    no_validation: ({ is_reduced = true }) =>
      is_reduced
        ? '시계열이 짧아 검증할 부분을 남기지 못했습니다. 조기 종료 없이 정해진 적은 단계만 학습했습니다.'
        : '시계열이 짧아 검증할 부분을 남기지 못했습니다. 조기 종료 없이 요청한 단계를 모두 학습했습니다.',
    season_not_found: ({ family }) =>
      `계절성 계열을 요청했지만 데이터에서 계절 주기를 찾지 못해 \`${family}\` 계열을 학습했습니다. 주기를 알고 있다면 \`season_length\`를 지정하십시오.`,
    outside_bounds: ({ observed, below, above, not_whole, lower, upper }, w) => {
      const faults = [
        ...(below > 0 ? [`${w.number(lower ?? 0)}보다 작은 값 ${w.count(below)}개`] : []),
        ...(above > 0 ? [`${w.number(upper ?? 0)}보다 큰 값 ${w.count(above)}개`] : []),
        ...(not_whole > 0 ? [`정수가 아닌 값 ${w.count(not_whole)}개`] : []),
      ];
      return `모델의 범위를 벗어난 데이터가 있습니다(관측값 ${w.count(observed)}개 중 ${faults.join(', ')}). 예측은 범위 안에 머뭅니다.`;
    },
    figures_in_sample: () =>
      '시퀀스가 적어 시험용으로 남기지 못했습니다. 수치는 새 기호가 아니라 학습에 쓴 기호에서 잰 값입니다.',
    too_few_symbols: () => '남겨 둔 기호가 너무 적어 실력과 우연을 구별할 수 없습니다.',
  },
};
