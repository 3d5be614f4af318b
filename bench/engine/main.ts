/** `npm run bench:engine`: our engine beside oneDNN, PyTorch and tfjs, on the same rows, taking turns.
 *  The table goes to stdout or, with --json, to stderr; then the last line of stdout is the JSON. */
import { EngineError } from '../../src/engine/index.ts';
import { measureAllocation } from './allocation.ts';
import { alternate } from './alternate.ts';
import type { Contestant } from './contestant.ts';
import { kernelOn } from './kernel.ts';
import { type Options, readOptions, usage } from './options.ts';
import { ours } from './ours.ts';
import { createPeer, createSgemm, type RunningPeer } from './peers.ts';
import { isBatch1, type Row, rowsOf, type Task } from './rows.ts';
import { checkSameLoss, type SameLoss } from './same-loss.ts';
import { type Result, shareOf, smallestShare, summarise, threadScaling } from './summary.ts';
import { digits, resultLine } from './table.ts';

const patience = { full: { rounds: 5, roundMs: 200 }, quick: { rounds: 3, roundMs: 40 } };
const allocationSteps = { full: 1000, quick: 100 };
const sameLossSteps = 20;
const sgemmFlops = 2 * 1024 ** 3;

async function main(options: Options): Promise<boolean> {
  const { json, quick, threads } = options;
  const say = (line: string) => (json ? process.stderr : process.stdout).write(`${line}\n`);
  const kernel = kernelOn(threads, options.kernel);
  if (kernel === undefined)
    throw new EngineError(`The ${options.kernel ?? ''} kernel runs on one thread only`);
  const size = quick ? 'quick' : 'full';

  const running: RunningPeer[] = [];
  const missing: Record<string, string> = {};
  for (const name of options.peers) {
    const peer = await createPeer(name, threads);
    if ('missing' in peer) missing[name] = `${peer.missing}. Install it: ${peer.install}`;
    else running.push(peer);
  }
  const sgemm = await createSgemm();
  if ('missing' in sgemm) missing.sgemm = `${sgemm.missing}. Install it: ${sgemm.install}`;
  for (const [name, why] of Object.entries(missing)) say(`${name} is not here: ${why}`);
  say(`kernel ${kernel.name}, ${threads} thread${threads > 1 ? 's' : ''}`);
  for (const { name, greeting } of running) say(`${name}: ${greeting}`);

  try {
    const torch = running.find(({ name }) => name === 'torch');
    const sameLoss: SameLoss[] = [];
    if (torch)
      for (const row of rowsOf({ quick: true }).filter(({ shape }) => shape[4] === 2 && shape[0] > 1)) {
        const check = await checkSameLoss(kernel, torch, row, sameLossSteps);
        sameLoss.push(check);
        const verdict = check.ok ? 'the same loss' : 'NOT THE SAME LOSS';
        say(
          `${check.cell}: ${verdict} as PyTorch after ${check.steps} steps: ${check.ours} and ${check.torch}`,
        );
      }

    const onTwo = threads === 1 ? kernelOn(2, kernel.name) : undefined;
    const contestants = (row: Row, task: Task): Contestant[] => [
      ours(kernel, 'step', 'ours'),
      ours(kernel, 'layer', 'ours_layer'),
      ...(onTwo && task === 'train' && row.shape[3] >= 256 && row.cell !== 'rnn'
        ? [ours(onTwo, 'step', 'ours_2_threads')]
        : []),
      ...running.filter((peer) => peer.covers(row)),
      ...('process' in sgemm && task === 'train' && !isBatch1(row) ? [sgemm] : []),
    ];
    const results: Result[] = [];
    for (const row of rowsOf(options)) {
      const result: Result = { row, times: {} };
      results.push(result);
      for (const task of row.tasks) {
        result.times[task] = await alternate(contestants(row, task), row, task, patience[size]);
        say(resultLine(result, task));
      }
    }

    const sgemmMs = Math.min(...results.map(({ times }) => times.train?.sgemm ?? Number.POSITIVE_INFINITY));
    const sgemmGflops = Number.isFinite(sgemmMs) ? sgemmFlops / (sgemmMs * 1e6) : null;
    const allocation = measureAllocation(kernel.name, allocationSteps[size]);
    const summary = {
      kernel: kernel.name,
      threads,
      quick,
      sgemm_gflops: sgemmGflops,
      missing,
      same_loss: sameLoss,
      rows: results.map((result) => ({
        cell: result.row.cell,
        shape: result.row.shape,
        train_ms: result.times.train,
        infer_ms: result.times.infer,
        share: shareOf(result, sgemmGflops),
      })),
      peers: Object.fromEntries(
        running.map(({ name, greeting }) => [name, summarise(results, name, greeting.replace('ready ', ''))]),
      ),
      share_h128: smallestShare(results, 128, sgemmGflops),
      share_h256: smallestShare(results, 256, sgemmGflops),
      share_h512: smallestShare(results, 512, sgemmGflops),
      thread_scaling: threadScaling(results),
      bytes_allocated_per_step: allocation.bytesPerStep,
    };

    say(`sgemm ${digits(sgemmGflops)} GFLOP/s`);
    for (const [name, peer] of Object.entries(summary.peers))
      say(
        `${name}: training ×${digits(peer.train_geomean)} (least ×${digits(peer.train_min)}), ` +
          `inference ×${digits(peer.infer_geomean)} (least ×${digits(peer.infer_min)}), ` +
          `batch 1 ×${digits(peer.infer_batch1_geomean)}`,
      );
    const { share_h128, share_h256, share_h512, thread_scaling } = summary;
    say(
      `share of sgemm: H 128 ${digits(share_h128)}, H 256 ${digits(share_h256)}, H 512 ${digits(share_h512)}`,
    );
    say(
      `two threads over one ${digits(thread_scaling)}; ${allocation.bytesPerStep} bytes allocated in a step`,
    );
    if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    return sameLoss.every(({ ok }) => ok);
  } finally {
    for (const peer of running) peer.process.stop();
    if ('process' in sgemm) sgemm.process.stop();
  }
}

let options: Options;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n${usage}\n`);
  process.exit(2);
}
try {
  if (!(await main(options))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof EngineError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
