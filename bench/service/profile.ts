/** `node bench/service/profile.ts FILE… [--skip SECONDS]`: the functions in which the most time was spent, and the
 *  files, by the CPU profiles of one or several threads (`node --cpu-prof` writes one for each). The first seconds of
 *  each thread are left out. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { busyFunctions, type CpuProfile, totalSeconds } from '../cpu-profiles.ts';

const listed = 25;

const { values: options, positionals } = parseArgs({
  options: { skip: { type: 'string', default: '0' } },
  allowPositionals: true,
});
const functions = positionals.flatMap((path) => {
  const profile = JSON.parse(readFileSync(path, 'utf8')) as CpuProfile;
  const fromUs = profile.startTime + 1e6 * Number(options.skip);
  return busyFunctions([profile], { fromUs, toUs: Number.POSITIVE_INFINITY });
});
const busy = totalSeconds(functions);
process.stdout.write(`busy ${busy.toFixed(2)} s\n`);
write('functions', ({ name }) => name);
write('files', ({ file, name }) => file || name);

function write(title: string, keyOf: (one: (typeof functions)[number]) => string): void {
  const sums = new Map<string, number>();
  for (const one of functions) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.seconds);
  process.stdout.write(`${title}, share of the busy time\n`);
  for (const [name, seconds] of [...sums].sort(([, a], [, b]) => b - a).slice(0, listed))
    process.stdout.write(`  ${((100 * seconds) / busy).toFixed(1).padStart(5)} %  ${name}\n`);
}
