/** `npm run bench:engine`: our engine beside oneDNN, PyTorch and tfjs, on the same rows, taking turns.
 *  The table goes to stdout or, with --json, to stderr; then the last line of stdout is the JSON.
 *  Exit code 1: PyTorch and we do not end at the same loss. 2: an option or the kernel does not exist. */
import { EngineError, type Kernel } from '../../src/engine/index.ts';
import { goalLines, jsonLine } from '../goals.ts';
import { measureAllocation } from './allocation.ts';
import { alternate } from './alternate.ts';
import type { Contestant } from './contestant.ts';
import { goalsOf } from './goals.ts';
import { kernelOn } from './kernel.ts';
import { type Options, readOptions, usage } from './options.ts';
import { ours } from './ours.ts';
import { createPeer, createSgemm, type RunningPeer } from './peers.ts';
import { reportLines, reportOf } from './report.ts';
import { isBatch1, type Row, rowsOf, type Task } from './rows.ts';
import { checkSameLoss, type SameLoss } from './same-loss.ts';
import type { Result } from './summary.ts';
import { resultLine } from './table.ts';

const timing = { full: { rounds: 15, roundMs: 70 }, quick: { rounds: 3, roundMs: 40 } };
const allocationSteps = { full: 1000, quick: 100 };
const sameLossSteps = 20;
const twoThreadsHiddenMin = 256; // below, a step is too short to share

type Say = (line: string) => void;

interface Field {
  peers: RunningPeer[];
  sgemm: RunningPeer[];
  missing: Record<string, string>;
}

async function startPeers({ peers, threads, kernel }: Options): Promise<Field> {
  const field: Field = { peers: [], sgemm: [], missing: {} };
  const limits = { threads, instructionSet: kernel?.match(/^native-(.+)$/)?.[1] };
  for (const name of peers) {
    const peer = await createPeer(name, limits);
    if ('missing' in peer) field.missing[name] = `${peer.missing}. Install it: ${peer.install}`;
    else field.peers.push(peer);
  }
  const sgemm = await createSgemm(limits);
  if ('missing' in sgemm) field.missing.sgemm = `${sgemm.missing}. Install it: ${sgemm.install}`;
  else field.sgemm.push(sgemm);
  return field;
}

/** One row for each cell, two layers. */
async function checkLosses(kernel: Kernel, torch: RunningPeer, say: Say): Promise<SameLoss[]> {
  const checks: SameLoss[] = [];
  for (const row of rowsOf({ quick: true }).filter((row) => row.shape[4] === 2 && !isBatch1(row))) {
    const check = await checkSameLoss(kernel, torch, row, sameLossSteps);
    checks.push(check);
    const verdict = check.ok ? 'the same loss' : 'NOT THE SAME LOSS';
    say(`${check.cell}: ${verdict} as PyTorch after ${check.steps} steps: ${check.ours} and ${check.torch}`);
  }
  return checks;
}

async function measureRows(kernel: Kernel, options: Options, field: Field, say: Say): Promise<Result[]> {
  const onTwo = options.threads === 1 ? kernelOn(2, kernel.name) : undefined;
  const contestants = (row: Row, task: Task): Contestant[] => {
    const training = task === 'train';
    const large = row.shape[3] >= twoThreadsHiddenMin && row.cell !== 'rnn';
    return [
      ours(kernel, 'step', 'ours'),
      ours(kernel, 'layer', 'ours_layer'),
      ...(onTwo && training && large ? [ours(onTwo, 'step', 'ours_2_threads')] : []),
      ...field.peers.filter((peer) => peer.covers(row)),
      ...(training ? field.sgemm : []),
    ];
  };
  const results: Result[] = [];
  for (const row of rowsOf(options)) {
    const result: Result = { row, times: {} };
    results.push(result);
    for (const task of row.tasks) {
      const time = timing[options.quick ? 'quick' : 'full'];
      result.times[task] = await alternate(contestants(row, task), row, task, time);
      say(resultLine(result, task));
    }
  }
  return results;
}

async function main(options: Options): Promise<void> {
  const { json, quick, threads } = options;
  const say: Say = (line) => (json ? process.stderr : process.stdout).write(`${line}\n`);
  const kernel = kernelOn(threads, options.kernel);
  if (kernel === undefined) throw new EngineError(`The kernel "${options.kernel}" has one thread only`);
  const field = await startPeers(options);
  try {
    say(`kernel ${kernel.name}, threads ${threads}`);
    for (const { name, greeting } of field.peers) say(`${name}: ${greeting}`);
    for (const [name, why] of Object.entries(field.missing)) say(`${name} is not here: ${why}`);

    const torch = field.peers.find(({ name }) => name === 'torch');
    const sameLoss = torch ? await checkLosses(kernel, torch, say) : [];
    const results = await measureRows(kernel, options, field, say);
    const report = reportOf({
      kernel: kernel.name,
      threads,
      quick,
      missing: field.missing,
      versions: Object.fromEntries(field.peers.map(({ name, greeting }) => [name, greeting])),
      sameLoss,
      results,
      allocation: measureAllocation(kernel.name, allocationSteps[quick ? 'quick' : 'full']),
    });
    const goals = goalsOf(report);
    for (const line of [...reportLines(report), ...goalLines(goals)]) say(line);
    if (json) process.stdout.write(jsonLine(report, goals));
    if (!sameLoss.every(({ ok }) => ok)) process.exitCode = 1;
  } finally {
    for (const peer of [...field.peers, ...field.sgemm]) peer.process.stop();
  }
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    process.exit(2);
  }
}

try {
  await main(optionsOrExit());
} catch (error) {
  if (!(error instanceof EngineError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
