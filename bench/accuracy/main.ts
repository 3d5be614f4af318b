/** `npm run bench:accuracy -- --data <folder>`: every method of the project on the tasks of a folder. The last line of
 *  `--json` is the report; without it, a table. */
import { parseArgs } from 'node:util';
import { Piscina } from 'piscina';
import { applies, type MethodName, methodNames, methods } from '../../src/forecasting/index.ts';
import { createCoreBudget } from '../../src/training/index.ts';
import { goalLines, jsonLine } from '../goals.ts';
import { type BenchSeries, readFolder } from './folder.ts';
import { goalsOf } from './goals.ts';
import { inOrder } from './in-order.ts';
import { historyOf } from './method-forecasts.ts';
import { type PlannedBlock, type PlannedEvaluation, type PlannedGroup, planEvaluations } from './plan.ts';
import { type Preset, presets } from './presets.ts';
import { type Figures, figuresOf, meanFigures, type Report, tableOf, withRatios } from './report.ts';
import type { Unit, UnitResult } from './unit.ts';

const threadsMax = 2;
/** Number of parts of a group for methods that fit each series alone. */
const partsMax = 8;
/** Methods to which the other figures are ratios. */
const yardsticks: MethodName[] = ['naive2', 'rw_empirical'];

type RunMethod = MethodName | 'auto';
/** `network` is `auto` without the statistical methods of the ensemble: both are from one training. */
type BenchMethod = RunMethod | 'network';
const models: BenchMethod[] = ['auto', 'network'];
interface Runner {
  run(unit: Unit): Promise<UnitResult>;
  /** Runs one measurement at a time, with nothing beside it: one method, one seed, one block. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

interface Options {
  data: string;
  preset: Preset;
  seeds: number[];
  methods: BenchMethod[] | null;
  /** Cores that the running units share: a training that runs alone has all of them. */
  cores: number;
  json: boolean;
}

try {
  await bench(readOptions());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      preset: { type: 'string', default: 'balanced' },
      seeds: { type: 'string', default: '1,2,3' },
      methods: { type: 'string' },
      cores: { type: 'string', default: String(threadsMax) },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.data === undefined) throw new Error('Name a folder: --data <folder>.');
  const preset = presets.find((name) => name === values.preset);
  if (preset === undefined)
    throw new Error(`--preset is one of ${presets.join(', ')}, not "${values.preset}".`);
  const seeds = values.seeds.split(',').map(Number);
  if (!seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0))
    throw new Error(`--seeds are whole numbers with commas between, not "${values.seeds}".`);
  const known: BenchMethod[] = [...models, ...methodNames];
  const methods = values.methods?.split(',').map((name) => {
    const method = known.find((candidate) => candidate === name);
    if (method === undefined) throw new Error(`--methods are among ${known.join(', ')}; "${name}" is not.`);
    return method;
  });
  const cores = Number(values.cores);
  if (!Number.isSafeInteger(cores) || cores < 1)
    throw new Error(`--cores is a whole number from 1, not "${values.cores}".`);
  return { cores, data: values.data, preset, seeds, methods: methods ?? null, json: values.json };
}

async function bench(options: Options): Promise<void> {
  const folder = readFolder(options.data);
  const threads = new Piscina({
    filename: new URL('./thread.ts', import.meta.url).href,
    minThreads: threadsMax,
    maxThreads: threadsMax,
  });
  const queue = inOrder(threadsMax);
  const inTurn = inOrder(1);
  const budget = createCoreBudget(options.cores, threadsMax);
  const run = (unit: Unit): Promise<UnitResult> =>
    queue(() => budget.use((cores) => threads.run({ ...unit, cores })));
  const report: Report = {
    dataset: folder.name,
    preset: options.preset,
    seeds: options.seeds,
    evaluations: [],
  };
  try {
    for (const evaluation of planEvaluations(folder))
      report.evaluations.push(await evaluate(evaluation, folder.series, options, { run, inTurn }));
  } finally {
    await threads.destroy();
  }
  const goals = goalsOf(report);
  process.stdout.write(
    options.json ? jsonLine(report, goals) : `${[tableOf(report), '', ...goalLines(goals)].join('\n')}\n`,
  );
}

async function evaluate(
  { name, horizon, blocks }: PlannedEvaluation,
  series: readonly BenchSeries[],
  options: Options,
  runner: Runner,
): Promise<Report['evaluations'][number]> {
  const fitting = methodNames.filter((method) =>
    blocks[0].groups.some((group) =>
      applies(
        method,
        group.series.map((one) => historyOf(one, series)),
        group,
      ),
    ),
  );
  const asked = options.methods ?? [...models, ...methodNames];
  const shown = asked.filter((method) => models.includes(method) || fitting.some((name) => name === method));
  for (const method of options.methods ?? [])
    if (!shown.includes(method)) process.stderr.write(`${name}: ${method} does not apply to these series.\n`);

  const runs = new Set<RunMethod>([...yardsticks, ...shown.map(runOf)]);
  const figures = new Map<BenchMethod, Figures[]>();
  await Promise.all(
    [...runs].map(async (method) => {
      const done = await Promise.all(blocks.map((block) => runBlock(block, method, options, runner)));
      figures.set(
        method,
        done.map(({ own }) => own),
      );
      if (method === 'auto')
        figures.set(
          'network',
          done.map(({ network }) => network),
        );
    }),
  );

  const perBlock = blocks.map((_, b) => {
    const of = (method: BenchMethod) => figures.get(method)![b];
    return {
      methods: Object.fromEntries(
        shown.map((method) => [method, withRatios(of(method), of('naive2'), of('rw_empirical'))]),
      ),
    };
  });
  return {
    name,
    horizon,
    methods: Object.fromEntries(
      shown.map((method) => [method, meanFigures(perBlock.map(({ methods }) => methods[method]))]),
    ),
    blocks: perBlock,
  };
}

function runOf(method: BenchMethod): RunMethod {
  return method === 'network' ? 'auto' : method;
}

/** Means over the seeds, also of the networks alone. A method that draws no random numbers runs once. */
async function runBlock(
  { groups }: PlannedBlock,
  method: RunMethod,
  { data, preset, seeds }: Options,
  { run, inTurn }: Runner,
): Promise<{ own: Figures; network: Figures }> {
  // The largest first, so that the threads end together.
  const cuts = groups
    .flatMap((group) => (method === 'auto' || methods[method].pools ? [group] : cut(group)))
    .sort((a, b) => observationsOf(b) - observationsOf(a));
  const bySeed = (method === 'auto' ? seeds : [0]).map(async (seed) => {
    const done = await inTurn(() =>
      Promise.all(cuts.map((group) => run({ folder: data, group, method, preset, seed }))),
    );
    for (const note of done.flatMap(({ notes }) => notes)) process.stderr.write(`${method}: ${note}\n`);
    return { own: figuresOf(done), network: figuresOf(done, ({ networkSums }) => networkSums) };
  });
  const done = await Promise.all(bySeed);
  return {
    own: meanFigures(done.map(({ own }) => own)),
    network: meanFigures(done.map(({ network }) => network)),
  };
}

function observationsOf({ series }: PlannedGroup): number {
  return series.reduce((sum, { known }) => sum + known, 0);
}

function cut(group: PlannedGroup): PlannedGroup[] {
  const size = Math.ceil(group.series.length / partsMax);
  return Array.from({ length: Math.ceil(group.series.length / size) }, (_, i) => ({
    ...group,
    series: group.series.slice(i * size, (i + 1) * size),
  }));
}
