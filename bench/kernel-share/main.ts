/** `npm run bench:kernel-share`: which share of a whole training is computed by the native kernel, and in which
 *  functions the rest is. With `--data <folder>` the first dataset of a folder is trained; without it, letters. The
 *  training runs alone in a process: files are read before it, and nothing but the training is measured. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CpuProfile } from '../cpu-profiles.ts';
import { atLeast, goalLines, jsonLine } from '../goals.ts';
import { kernelShare } from './share.ts';
import type { TrainingReport } from './training.ts';

const shareMin = 0.8;
const listed = 25;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    preset: { type: 'string', default: 'fast' },
    threads: { type: 'string', default: '2' },
    steps: { type: 'string', default: '300' },
    /** Folder that keeps the profiles. */
    profiles: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const folder = options.profiles ?? mkdtempSync(join(tmpdir(), 'gatecast-profiles-'));
try {
  const load = loadavg()[0];
  const report = trained(folder);
  const profiles = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile);
  const share = kernelShare(profiles, report);
  const goals = atLeast('share of the kernel', shareMin, share.share);
  if (options.json) process.stdout.write(jsonLine({ ...report, load, ...share }, goals));
  else {
    process.stdout.write(
      `${report.seconds.toFixed(1)} s, ${report.cpuSeconds.toFixed(1)} s of CPU, load ${load.toFixed(1)}; weights ${report.sha256.slice(0, 16)}\n`,
    );
    for (const [title, rows] of [
      ['kernel', share.kernels],
      ['other functions', share.others],
    ] as const) {
      process.stdout.write(`${title}\n`);
      for (const { name, seconds } of rows.slice(0, listed))
        process.stdout.write(
          `  ${((100 * seconds) / share.busySeconds).toFixed(1).padStart(5)} %  ${name}\n`,
        );
    }
    process.stdout.write(`${goalLines(goals).join('\n')}\n`);
  }
} finally {
  if (options.profiles === undefined) rmSync(folder, { recursive: true });
}

/** Every thread writes its profile when it ends. @throws Error if the training fails */
function trained(profilesTo: string): TrainingReport {
  const { data, preset, threads, steps } = options;
  const child = spawnSync(
    process.execPath,
    [
      '--cpu-prof',
      `--cpu-prof-dir=${profilesTo}`,
      fileURLToPath(new URL('./training.ts', import.meta.url)),
      ...(data === undefined ? [] : ['--data', data]),
      '--preset',
      preset,
      '--threads',
      threads,
      '--steps',
      steps,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  );
  if (child.status !== 0) throw new Error(`The training ended with ${child.status ?? child.signal}.`);
  return JSON.parse(child.stdout.trim().split('\n').at(-1)!) as TrainingReport;
}
