import type { CellName, Kernel } from '../../src/engine/index.ts';
import { atLeast, atMost, type Goal } from '../goals.ts';
import { hiddenSizeFor, parameterCount, type Start } from './network.ts';
import { type TaskName, taskNames, tasks } from './tasks.ts';
import { accuracyMin, meanSquaredErrorMax, type Run, train } from './training.ts';

const delays = [10, 50, 100, 200, 400];
const seeds = [1, 2, 3];
/** Number of seeds that must learn a delay. */
const seedsNeeded = 2;
/** Number of delays in a row without success after which longer ones are not tried. */
const failuresMax = 2;
/** `standard` is trained with each of them. The better one counts, and the variants use it. */
const learningRates = [0.01, 0.001];

export interface Extent {
  delays: readonly number[];
  stepsMax: number;
  learningRates: readonly number[];
  variants: readonly VariantName[];
}

export const extents = {
  full: {
    delays,
    stepsMax: 5_000,
    learningRates,
    variants: ['standard', 'forget_bias_1', 'forget_bias_log_delay', 'orthogonal', 'no_clipping'],
  },
  quick: { delays: [5, 20], stepsMax: 400, learningRates: [0.01], variants: ['standard', 'forget_bias_1'] },
} as const satisfies Record<string, Extent>;

const parameters = 5_000;
const batch = 32;
const testEvery = 50;
const testBatch = 256;
const clip = 1;

const cells: readonly CellName[] = ['rnn', 'lstm', 'gru'];

interface Variant {
  cells: readonly CellName[];
  start: (delay: number) => Start;
  clip: number | null;
  /** Longer delays are not tried, because only the stability of training is tested. */
  delayMax?: number;
}

/** Variants by their difference from `standard`, which has PyTorch's initial weights and
 *  gradients clipped to norm 1. */
const variants = {
  standard: { cells, start: () => ({ isOrthogonal: false, forgetBias: 0 }), clip },
  forget_bias_1: { cells: ['lstm'], start: () => ({ isOrthogonal: false, forgetBias: 1 }), clip },
  /** A gate of delay / (1 + delay): the stored value has shrunk to 1/e after the delay. After
   *  Tallec & Ollivier (2018). */
  forget_bias_log_delay: {
    cells: ['lstm'],
    start: (delay) => ({ isOrthogonal: false, forgetBias: Math.log(delay) }),
    clip,
  },
  /** Saxe et al. (2014), Le et al. (2015): of the cell without gates. */
  orthogonal: { cells: ['rnn'], start: () => ({ isOrthogonal: true, forgetBias: 0 }), clip },
  no_clipping: { cells, start: () => ({ isOrthogonal: false, forgetBias: 0 }), clip: null, delayMax: 100 },
} satisfies Record<string, Variant>;
export type VariantName = keyof typeof variants;

/** All seeds of one network on one delay. */
export interface Trial {
  task: TaskName;
  cell: CellName;
  variant: VariantName;
  learning_rate: number;
  delay: number;
  learnt: boolean;
  runs: { seed: number; learnt: boolean; steps: number; score: number | null }[];
  /** ‖∂loss/∂h‖ of the state `lags[i]` steps before the last over that of the last, geometric mean over the seeds; null
   *  where a training diverged. Kept for one delay: the others have the same shape on other scales. */
  gradient_by_lag: GradientByLag | null;
}

export interface GradientByLag {
  lags: number[];
  start: (number | null)[];
  end: (number | null)[];
}

/** The longest delay that was learnt with the better learning rate; 0 if none was learnt. */
export interface LongestDelay {
  task: TaskName;
  cell: CellName;
  variant: VariantName;
  learning_rate: number;
  longest: number;
}

export interface Study {
  study: 'memory';
  kernel: string;
  quick: boolean;
  seconds: number;
  settings: {
    delays: readonly number[];
    seeds: number[];
    steps_max: number;
    batch: number;
    test_every: number;
    test_sequences: number;
    learning_rates: readonly number[];
    clip: number;
    accuracy_min: number;
    mean_squared_error_max: number;
  };
  sizes: { task: TaskName; cell: CellName; hidden_size: number; parameters: number }[];
  longest_delays: LongestDelay[];
  known_results: KnownResults;
  trials: Trial[];
}

/** Results of the literature, and whether these figures confirm them. */
export interface KnownResults {
  /** Bengio et al. (1994): a new tanh RNN's gradient 50 steps back over that of the last step, the largest. */
  rnn_gradient_at_50: number | null;
  rnn_gradient_vanishes: boolean;
  /** Hochreiter & Schmidhuber (1997), Cho et al. (2014): on each task a gated cell learns longer delays. */
  gated_cells_carry_further: boolean;
}

export function runStudy(options: {
  kernel: Kernel;
  extent: Extent;
  quick: boolean;
  say: (line: string) => void;
}): Study {
  const { kernel, extent, quick, say } = options;
  const started = performance.now();
  const trials: Trial[] = [];
  const longest: LongestDelay[] = [];
  for (const variant of extent.variants)
    for (const task of taskNames)
      for (const cell of variants[variant].cells) {
        const standard = longest.find((one) => one.task === task && one.cell === cell);
        const rates = standard === undefined ? extent.learningRates : [standard.learning_rate];
        const series = rates.map((learningRate) => {
          const found = delaysOf({ task, cell, variant, learningRate });
          trials.push(...found);
          return { learningRate, found, reached: reachedBy(found) };
        });
        const best = series.reduce((a, b) => (isBetter(b, a) ? b : a));
        longest.push({ task, cell, variant, learning_rate: best.learningRate, longest: best.reached });
      }
  return {
    study: 'memory',
    kernel: kernel.name,
    quick,
    seconds: Math.round((performance.now() - started) / 1_000),
    settings: {
      delays: extent.delays,
      seeds,
      steps_max: extent.stepsMax,
      batch,
      test_every: testEvery,
      test_sequences: testBatch,
      learning_rates: extent.learningRates,
      clip,
      accuracy_min: accuracyMin,
      mean_squared_error_max: meanSquaredErrorMax,
    },
    sizes: taskNames.flatMap((task) => cells.map((cell) => sizeOf(task, cell))),
    longest_delays: longest,
    known_results: knownResults(longest, trials),
    trials,
  };

  function delaysOf(one: { task: TaskName; cell: CellName; variant: VariantName; learningRate: number }) {
    const found: Trial[] = [];
    const { delayMax = Number.POSITIVE_INFINITY } = variants[one.variant] as Variant;
    for (const delay of extent.delays.filter((delay) => delay <= delayMax)) {
      const trial = tryDelay(one, delay);
      found.push(trial);
      const scores = trial.runs.map(
        ({ steps, score }) => `${score?.toPrecision(3) ?? 'diverged'} at ${steps}`,
      );
      say(
        `${one.variant} ${one.task} ${one.cell} rate ${one.learningRate} delay ${delay}: ${trial.learnt ? 'learnt' : 'not learnt'} (${scores.join(', ')})`,
      );
      if (found.length >= failuresMax && found.slice(-failuresMax).every(({ learnt }) => !learnt)) break;
    }
    return found;
  }

  function tryDelay(
    one: { task: TaskName; cell: CellName; variant: VariantName; learningRate: number },
    delay: number,
  ): Trial {
    const { task, cell, variant, learningRate } = one;
    const { start, clip } = variants[variant];
    const runs: Run[] = [];
    for (const seed of seeds) {
      const learnt = runs.filter((run) => run.learnt).length;
      const missing = runs.length - learnt;
      // Once decided, more seeds would not change the answer.
      if (learnt >= seedsNeeded || missing > seeds.length - seedsNeeded) break;
      const plan = { cell, start: start(delay), clip, parameters, learningRate, batch, testEvery, testBatch };
      runs.push(train(kernel, { ...plan, stepsMax: extent.stepsMax }, tasks[task](delay), seed));
    }
    return {
      task,
      cell,
      variant,
      learning_rate: learningRate,
      delay,
      learnt: runs.filter((run) => run.learnt).length >= seedsNeeded,
      runs: runs.map(({ seed, learnt, steps, score }) => ({
        seed,
        learnt,
        steps,
        score: Number.isFinite(score) ? score : null,
      })),
      gradient_by_lag: delay === gradientDelay(extent.delays) ? meanGradients(runs) : null,
    };
  }
}

function sizeOf(task: TaskName, cell: CellName) {
  const any = tasks[task](1);
  const hiddenSize = hiddenSizeFor(cell, parameters, any);
  return { task, cell, hidden_size: hiddenSize, parameters: parameterCount(cell, hiddenSize, any) };
}

function reachedBy(trials: readonly Trial[]): number {
  return Math.max(0, ...trials.filter(({ learnt }) => learnt).map(({ delay }) => delay));
}

/** The longer delay, or the same in fewer steps. */
function isBetter(a: { found: Trial[]; reached: number }, b: { found: Trial[]; reached: number }): boolean {
  if (a.reached !== b.reached) return a.reached > b.reached;
  const stepsOf = ({ found, reached }: typeof a) =>
    found.find(({ delay }) => delay === reached)?.runs.reduce((sum, { steps }) => sum + steps, 0) ?? 0;
  return stepsOf(a) < stepsOf(b);
}

/** Lags that are reported: close together where they are short. */
const reportedLags = [
  0, 1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80, 100, 125, 150, 175, 200, 250, 300, 350, 400,
];

/** 100, or the longest delay where it is less. */
export function gradientDelay(delays: readonly number[]): number {
  return Math.min(100, Math.max(...delays));
}

function meanGradients(runs: readonly Run[]): GradientByLag {
  const lags = reportedLags.filter((lag) => lag < runs[0].gradientByLag.start.length);
  const mean = (which: 'start' | 'end') =>
    lags.map((lag) => {
      const logs = runs.map(({ gradientByLag }) => {
        const norms = gradientByLag[which];
        return Math.log(norms[lag] / norms[0]);
      });
      const value = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
      return Number.isNaN(value) ? null : Number(value.toPrecision(3));
    });
  return { lags, start: mean('start'), end: mean('end') };
}

const vanished = 1e-6;

/** The known results as goals; none for a quick study, whose delays and trainings are too short. */
export function goalsOf({ quick, known_results, longest_delays }: Study): Goal[] {
  if (quick) return [];
  const carriedFurther = taskNames.filter((task) => carriesFurther(longest_delays, task)).length;
  return [
    ...atMost('gradient of a new RNN 50 steps back', vanished, known_results.rnn_gradient_at_50),
    ...atLeast(
      'tasks in which a gated cell learns longer delays than the RNN',
      taskNames.length,
      carriedFurther,
    ),
  ];
}

function carriesFurther(longest: readonly LongestDelay[], task: TaskName): boolean {
  const standard = (cell: CellName) =>
    longest.find((one) => one.task === task && one.cell === cell && one.variant === 'standard')?.longest ?? 0;
  return Math.max(standard('lstm'), standard('gru')) > standard('rnn');
}

function knownResults(longest: readonly LongestDelay[], trials: readonly Trial[]): KnownResults {
  const starts = trials
    .filter(({ cell, variant }) => cell === 'rnn' && variant === 'standard')
    .map(({ gradient_by_lag: found }) => found?.start[found.lags.indexOf(50)])
    .filter((value) => typeof value === 'number');
  const at50 = starts.length === 0 ? null : Math.max(...starts);
  return {
    rnn_gradient_at_50: at50,
    rnn_gradient_vanishes: at50 !== null && at50 < vanished,
    gated_cells_carry_further: taskNames.every((task) => carriesFurther(longest, task)),
  };
}
