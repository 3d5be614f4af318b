import { defineMessages } from './define.ts';

/** Names of forecasting methods in words. */
export const methods = defineMessages({
  en: {
    auto: 'This model',
    naive: 'Last value',
    seasonal_naive: 'Last season',
    mean: 'Mean',
    seasonal_mean: 'Mean of seasons',
    rw_empirical: 'Last value with past changes',
    naive2: 'Naive2',
    theta: 'Theta',
    ets: 'Exponential smoothing',
    ar: 'Autoregression',
    instant: 'Instant forecast',
    dotm: 'Optimised Theta',
    mstl: 'Several seasons (MSTL)',
    drift: 'Drift',
    garch: 'GARCH',
    ewma: 'EWMA volatility',
    ses: 'Simple smoothing',
    damped: 'Damped trend',
    logistic: 'Logistic growth',
    level_shift: 'Mean since the last level shift',
    tsb: 'Intermittent demand (TSB)',
    network: 'The networks',
    uniform: 'Pure chance',
    unigram: 'Symbol frequencies',
    markov: (order: string) => `Markov chain of order ${order}`,
  },
  ko: {
    auto: '이 모델',
    naive: '마지막 값',
    seasonal_naive: '지난 계절',
    mean: '평균',
    seasonal_mean: '계절 평균',
    rw_empirical: '마지막 값과 과거 변화',
    naive2: 'Naive2',
    theta: '세타',
    ets: '지수 평활',
    ar: '자기회귀',
    instant: '즉시 예측',
    dotm: '최적화 세타',
    mstl: '여러 계절(MSTL)',
    drift: '드리프트',
    garch: 'GARCH',
    ewma: 'EWMA 변동성',
    ses: '단순 평활',
    damped: '감쇠 추세',
    logistic: '로지스틱 성장',
    level_shift: '마지막 수준 변화 뒤의 평균',
    tsb: '간헐 수요(TSB)',
    network: '신경망',
    uniform: '완전한 우연',
    unigram: '기호 빈도',
    markov: (order: string) => `${order}차 마르코프 연쇄`,
  },
});

/** Name of a method; the name of the API if it has none in words. */
export function methodName(m: (typeof methods)['en'], name: string): string {
  const order = /^markov_(\d+)$/.exec(name)?.[1];
  if (order !== undefined) return m.markov(order);
  const text = Object.hasOwn(m, name) ? m[name as keyof typeof m] : undefined;
  return typeof text === 'string' ? text : name;
}
