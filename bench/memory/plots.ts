import type { CellName } from '../../src/engine/index.ts';
import { median } from '../statistics.ts';
import { type Axis, type Chart, chartSvg, type Line } from './chart.ts';
import { gradientDelay, type Study, type Trial, type VariantName } from './study.ts';
import { type TaskName, taskNames } from './tasks.ts';

const colours: Record<CellName, string> = { rnn: '#6b7280', lstm: '#4338ca', gru: '#c2410c' };
const taskTitles: Record<TaskName, string> = { copy: 'copy after a delay', adding: 'adding' };
const cells: readonly CellName[] = ['rnn', 'lstm', 'gru'];

const smallestGradient = 1e-10;

export function plotsOf(study: Study): { file: string; svg: string }[] {
  return [
    { file: 'learning.svg', svg: chartSvg(learning(study)) },
    { file: 'gradients.svg', svg: chartSvg(gradients(study)) },
    { file: 'starts.svg', svg: chartSvg(starts(study)) },
  ];
}

/** Steps until the test was passed, by delay; where it was not, the point is at the top. */
function learning(study: Study): Chart {
  const { delays, steps_max } = study.settings;
  const ticks = [50, 100, 200, 500, 1_000, 2_000, 5_000].filter((tick) => tick < steps_max);
  return {
    title: `Training steps until a delay is learnt, median of the seeds (${steps_max} at most)`,
    x: { label: 'delay (steps)', scale: 'ordinal', ticks: [...delays] },
    y: {
      label: 'training steps',
      scale: 'log',
      ticks: [...ticks, steps_max, 2 * steps_max],
      format: (tick) => (tick > steps_max ? 'not learnt' : String(tick)),
    },
    panels: taskNames.map((task) => ({
      title: taskTitles[task],
      lines: cells.map((cell) => ({
        label: cell.toUpperCase(),
        colour: colours[cell],
        isMarked: true,
        points: delays.map((delay) => {
          const trial = bestTrial(study, task, cell, 'standard', delay);
          if (trial === undefined) return { x: delay, y: null };
          return {
            x: delay,
            y: trial.learnt
              ? median(trial.runs.filter(({ learnt }) => learnt).map(({ steps }) => steps))
              : 2 * steps_max,
          };
        }),
      })),
    })),
  };
}

/** Draws the gradient by lag as a share of that of the last state, before and after training. */
function gradients(study: Study): Chart {
  const lines = (task: TaskName) =>
    cells.flatMap((cell): Line[] => {
      const trial = bestTrial(study, task, cell, 'standard', gradientDelay(study.settings.delays));
      if (!trial?.gradient_by_lag) return [];
      const { lags, start, end } = trial.gradient_by_lag;
      const line = (values: (number | null)[]) => lags.map((lag, i) => ({ x: lag, y: values[i] }));
      return [
        { label: `${cell.toUpperCase()}, new`, colour: colours[cell], isDashed: true, points: line(start) },
        { label: `${cell.toUpperCase()}, trained`, colour: colours[cell], points: line(end) },
      ];
    });
  return {
    title: 'Gradient of the loss with respect to the state so many steps back, over that of the last state',
    x: lagAxis(study),
    y: gradientAxis,
    panels: taskNames.map((task) => ({ title: taskTitles[task], lines: lines(task) })),
  };
}

/** The same before training, for ways to start. */
function starts(study: Study): Chart {
  const drawn: { cell: CellName; variant: VariantName; label: string; colour: string }[] = [
    { cell: 'rnn', variant: 'standard', label: 'RNN', colour: '#9ca3af' },
    { cell: 'rnn', variant: 'orthogonal', label: 'RNN, orthogonal', colour: '#111827' },
    { cell: 'gru', variant: 'standard', label: 'GRU', colour: '#fdba74' },
    { cell: 'lstm', variant: 'standard', label: 'LSTM', colour: '#a5b4fc' },
    { cell: 'lstm', variant: 'forget_bias_1', label: 'LSTM, forget bias 1', colour: '#6366f1' },
    {
      cell: 'lstm',
      variant: 'forget_bias_log_delay',
      label: 'LSTM, forget bias log(delay)',
      colour: '#312e81',
    },
  ];
  return {
    title: 'The same in new networks: what a start does to the gradient',
    x: lagAxis(study),
    y: gradientAxis,
    panels: taskNames.map((task) => ({
      title: taskTitles[task],
      lines: drawn.flatMap(({ cell, variant, label, colour }): Line[] => {
        const trial = bestTrial(study, task, cell, variant, gradientDelay(study.settings.delays));
        if (!trial?.gradient_by_lag) return [];
        const { lags, start } = trial.gradient_by_lag;
        return [{ label, colour, points: lags.map((lag, i) => ({ x: lag, y: start[i] })) }];
      }),
    })),
  };
}

const gradientAxis: Axis = {
  label: 'share of the gradient that is left',
  scale: 'log',
  ticks: [smallestGradient, 1e-8, 1e-6, 1e-4, 1e-2, 1, 100],
  format: (tick) => (tick === 1 ? '1' : `1e${Math.round(Math.log10(tick))}`),
};

function lagAxis({ settings: { delays } }: Study): Axis {
  const end = gradientDelay(delays);
  const ticks = Array.from({ length: 6 }, (_, i) => Math.round((i * end) / 5));
  return { label: 'steps back from the last one', scale: 'linear', ticks };
}

/** With the learning rate that counts. */
function bestTrial(
  { trials, longest_delays }: Study,
  task: TaskName,
  cell: CellName,
  variant: VariantName,
  delay: number,
): Trial | undefined {
  const isSame = (one: { task: TaskName; cell: CellName; variant: VariantName }) =>
    one.task === task && one.cell === cell && one.variant === variant;
  const rate = longest_delays.find(isSame)?.learning_rate;
  return trials.find((one) => isSame(one) && one.delay === delay && one.learning_rate === rate);
}
