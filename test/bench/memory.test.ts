import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { chartSvg } from '../../bench/memory/chart.ts';
import { hiddenSizeFor, parameterCount, studyNetwork } from '../../bench/memory/network.ts';
import type { Study } from '../../bench/memory/study.ts';
import { taskNames, tasks } from '../../bench/memory/tasks.ts';
import { cellNames, createRng, selectKernel } from '../../src/engine/index.ts';
import { dot } from '../engine/differences.ts';

const run = promisify(execFile);
const batch = 50;
const cellNamesInOrder = ['rnn', 'lstm', 'gru'];

describe('the tasks of the study', () => {
  test('copy: the answer is the symbol that is marked, before `delay` others', () => {
    const task = tasks.copy(7);
    expect(task.steps).toBe(8);
    const x = new Float32Array(task.steps * batch * task.inputSize).fill(5);
    const answers = new Float32Array(batch);
    task.draw(x, answers, batch, createRng(1));
    const at = (t: number, b: number) => [
      ...x.subarray((t * batch + b) * task.inputSize, (t * batch + b + 1) * task.inputSize),
    ];
    for (let b = 0; b < batch; b++) {
      expect(at(0, b).indexOf(1)).toBe(answers[b]);
      for (let t = 0; t < task.steps; t++) {
        const [mark] = at(t, b).slice(-1);
        expect(mark).toBe(t === 0 ? 1 : 0);
        expect(
          at(t, b)
            .slice(0, -1)
            .filter((value) => value === 1),
        ).toHaveLength(1);
      }
    }
    expect(new Set(answers).size).toBe(task.outputSize);
  });

  test('adding: the answer is the sum of the two marked numbers, the first of which is at least `delay` steps old', () => {
    const task = tasks.adding(20);
    const x = new Float32Array(task.steps * batch * task.inputSize).fill(5);
    const answers = new Float32Array(batch);
    task.draw(x, answers, batch, createRng(1));
    for (let b = 0; b < batch; b++) {
      const marked = Array.from({ length: task.steps }, (_, t) => t).filter(
        (t) => x[(t * batch + b) * 2 + 1] === 1,
      );
      expect(marked).toHaveLength(2);
      expect(task.steps - marked[0]).toBeGreaterThan(20);
      const sum = marked.reduce((total, t) => total + x[(t * batch + b) * 2], 0);
      expect(answers[b]).toBeCloseTo(sum, 5);
    }
  });
});

describe('the networks of the study', () => {
  test('have the same number of parameters, to 3 %', () => {
    for (const name of taskNames)
      for (const cell of cellNames) {
        const task = tasks[name](10);
        const hiddenSize = hiddenSizeFor(cell, 5_000, task);
        const network = createFor(name, cell, { isOrthogonal: false, forgetBias: 0 });
        expect(network.parameters.values.length).toBe(parameterCount(cell, hiddenSize, task));
        expect(Math.abs(network.parameters.values.length / 5_000 - 1)).toBeLessThan(0.03);
      }
  });

  test('an orthogonal start has orthonormal rows in each gate, and the forget gate alone gets its bias', () => {
    const plain = createFor('copy', 'lstm', { isOrthogonal: false, forgetBias: 0 });
    const { parameters, hiddenSize: H } = createFor('copy', 'lstm', { isOrthogonal: true, forgetBias: 2 });
    const weight = parameters.get('encoder.weight_hh_l0').value;
    const row = (i: number) => weight.subarray(i * H, (i + 1) * H);
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [H, H + 3],
      [4 * H - 1, 4 * H - 1],
    ]) {
      expect(dot(row(i), row(j))).toBeCloseTo(i === j ? 1 : 0, 5);
    }
    const biases = [parameters, plain.parameters].map((all) => all.get('encoder.bias_ih_l0').value);
    for (let gate = 0; gate < 4; gate++)
      expect(biases[0][gate * H] - biases[1][gate * H]).toBeCloseTo(gate === 1 ? 2 : 0, 5);
  });

  function createFor(
    name: (typeof taskNames)[number],
    cell: (typeof cellNames)[number],
    start: { isOrthogonal: boolean; forgetBias: number },
  ) {
    const task = tasks[name](10);
    const hiddenSize = hiddenSizeFor(cell, 5_000, task);
    const kernel = selectKernel();
    return studyNetwork({ kernel, cell, hiddenSize, task, batchMax: 4, start, rng: createRng(1) });
  }
});

describe('npm run study:memory', () => {
  test('--quick trains on short delays, ends with its figures as JSON, and writes them with the plots', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatecast-study-'));
    try {
      const args = ['bench/memory/main.ts', '--quick', '--json', '--write', folder];
      const { stdout, stderr } = await run(process.execPath, args);
      const study: Study = JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
      expect(study).toMatchObject({ study: 'memory', quick: true });
      expect(stderr.trimEnd().split('\n')).toHaveLength(study.trials.length);
      expect(
        study.longest_delays.find(({ task, cell }) => task === 'adding' && cell === 'gru'),
      ).toMatchObject({
        longest: 20,
      });
      const trial = study.trials.find(({ task, cell }) => task === 'adding' && cell === 'gru')!;
      expect(trial.runs.every(({ learnt, score }) => learnt && score! <= 0.01)).toBe(true);
      expect(trial.gradient_by_lag).toBeNull();
      const last = study.trials.find(
        ({ task, cell, delay }) => task === 'adding' && cell === 'gru' && delay === 20,
      )!;
      const { lags, start } = last.gradient_by_lag!;
      expect(lags[0]).toBe(0);
      expect(start[0]).toBe(1);
      expect(start.at(-1)).toBeLessThan(0.1);

      expect((await readdir(folder)).sort()).toEqual([
        'gradients.svg',
        'learning.svg',
        'results.json',
        'starts.svg',
      ]);
      const drawn = await readFile(join(folder, 'gradients.svg'), 'utf8');
      expect(drawn).toMatch(/^<svg .*GRU, trained.*<\/svg>\n$/s);
      await run(process.execPath, ['bench/memory/main.ts', '--redraw', folder]);
      expect(await readFile(join(folder, 'gradients.svg'), 'utf8')).toBe(drawn);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('an unknown option is refused with the known ones', async () => {
    await expect(run(process.execPath, ['bench/memory/main.ts', '--fast'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--quick'),
    });
  });
});

test('docs/research/memory.md has the figures of docs/research/memory/results.json, and the known results hold', async () => {
  const results: Study = JSON.parse(await readFile('docs/research/memory/results.json', 'utf8'));
  const text = await readFile('docs/research/memory.md', 'utf8');
  const longest = (task: string, cell: string, variant = 'standard') =>
    results.longest_delays.find((one) => one.task === task && one.cell === cell && one.variant === variant)!
      .longest;
  for (const task of taskNames)
    expect(text).toContain(
      `| ${task} | ${cellNamesInOrder.map((cell) => longest(task, cell)).join(' | ')} |`,
    );
  for (const [row, cell, variant] of [
    ['LSTM, default start', 'lstm', 'standard'],
    ['LSTM, forget-gate bias + 1', 'lstm', 'forget_bias_1'],
    ['LSTM, forget-gate bias + log(delay)', 'lstm', 'forget_bias_log_delay'],
    ['RNN, default start', 'rnn', 'standard'],
    ['RNN, orthogonal `W_hh`', 'rnn', 'orthogonal'],
  ])
    expect(text).toContain(
      `| ${row} | ${longest('copy', cell, variant)} | ${longest('adding', cell, variant)} |`,
    );
  expect(results.known_results).toMatchObject({
    rnn_gradient_vanishes: true,
    gated_cells_carry_further: true,
  });
});

test('a chart omits points beyond its axes', () => {
  const points = [
    { x: 0, y: 1 },
    { x: 5, y: 1e-3 },
    { x: 10, y: null },
    { x: 10, y: 1e-9 },
    { x: 20, y: 1 },
  ];
  const svg = chartSvg({
    title: 'a < b',
    x: { label: 'x', scale: 'linear', ticks: [0, 10] },
    y: { label: 'y', scale: 'log', ticks: [1e-4, 1] },
    panels: [{ title: 'p', lines: [{ label: 'l', colour: '#000000', points }] }],
  });
  expect(svg).toContain('a &lt; b');
  expect(svg).toContain('d="M0 0L180 195"');
});
