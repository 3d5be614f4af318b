import {
  emptyScore,
  metricsOf,
  owaOf,
  ratio,
  type ScoreSums,
  sumOfScores,
} from '../../src/forecasting/index.ts';
import type { UnitResult } from './unit.ts';

const figures = [
  'smape',
  'mase',
  'owa',
  'wql',
  'wql_ratio',
  'msis',
  'coverage80',
  'coverage95',
  'seconds',
] as const;
export type Figures = Record<(typeof figures)[number], number | null>;

export interface Report {
  dataset: string;
  preset: string;
  seeds: number[];
  evaluations: {
    name: string;
    horizon: number | null;
    methods: Record<string, Figures>;
    blocks: { methods: Record<string, Figures> }[];
  }[];
}

/** The figures of one method, one seed, one block; ratios come later. */
export function figuresOf(
  parts: readonly UnitResult[],
  sumsOf: (part: UnitResult) => ScoreSums = ({ sums }) => sums,
): Figures {
  const sums = parts.map(sumsOf).reduce(sumOfScores, emptyScore());
  const { smape, mase, wql, msis, coverage } = metricsOf(sums);
  const started = Math.min(...parts.map(({ startedAt }) => startedAt));
  const ended = Math.max(...parts.map(({ endedAt }) => endedAt));
  return {
    smape,
    mase,
    owa: null,
    wql,
    wql_ratio: null,
    msis: msis ?? null,
    coverage80: coverage['0.8'],
    coverage95: coverage['0.95'],
    seconds: (ended - started) / 1_000,
  };
}

/** Adds the ratios to Naive2 and to the random walk of the same block. */
export function withRatios(figures: Figures, naive2: Figures, randomWalk: Figures): Figures {
  return {
    ...figures,
    owa: owaOf(figures, naive2),
    wql_ratio: ratio(figures.wql, randomWalk.wql),
  };
}

/** Over seeds or blocks; null where any is. */
export function meanFigures(all: readonly Figures[]): Figures {
  const mean = (name: keyof Figures) =>
    all.reduce<number | null>((sum, one) => (sum === null || one[name] === null ? null : sum + one[name]), 0);
  return Object.fromEntries(
    figures.map((name) => {
      const sum = mean(name);
      return [name, sum === null ? null : sum / all.length];
    }),
  ) as Figures;
}

const decimals: Figures = {
  smape: 3,
  mase: 3,
  owa: 3,
  wql: 4,
  wql_ratio: 4,
  msis: 2,
  coverage80: 3,
  coverage95: 3,
  seconds: 2,
};

export function tableOf({ dataset, preset, seeds, evaluations }: Report): string {
  const lines = [`${dataset}, ${preset}, seeds ${seeds.join(' ')}`];
  for (const { name, horizon, methods, blocks } of evaluations) {
    const steps = horizon === null ? 'horizon by series' : `${horizon} steps`;
    lines.push('', `${name}, ${steps}, ${blocks.length} block${blocks.length === 1 ? '' : 's'}`);
    lines.push(['method'.padEnd(16), ...figures.map((figure) => figure.padStart(11))].join(''));
    for (const [method, own] of Object.entries(methods))
      lines.push(
        [
          method.padEnd(16),
          ...figures.map((figure) => (own[figure]?.toFixed(decimals[figure]!) ?? '–').padStart(11)),
        ].join(''),
      );
  }
  return lines.join('\n');
}
