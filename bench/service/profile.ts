/** `node bench/service/profile.ts FILE [SECONDS]`: the functions of a CPU profile in which the most time was spent, and
 *  the files, without the first seconds. Node writes such profiles with `--cpu-prof`. */
import { readFileSync } from 'node:fs';

const listed = 25;

interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
  }[];
  samples: number[];
  timeDeltas: number[];
}

const profile = JSON.parse(readFileSync(process.argv[2], 'utf8')) as CpuProfile;
const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
const byFunction = new Map<string, number>();
const byFile = new Map<string, number>();
const skippedMs = 1_000 * Number(process.argv[3] ?? 0);
let [busy, idle, elapsed] = [0, 0, 0];
for (const [i, id] of profile.samples.entries()) {
  const { functionName, url, lineNumber } = nodes.get(id)!;
  const ms = profile.timeDeltas[i] / 1_000;
  elapsed += ms;
  if (elapsed < skippedMs) continue;
  if (functionName === '(idle)') {
    idle += ms;
    continue;
  }
  busy += ms;
  const file = fileOf(url);
  add(byFunction, `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`, ms);
  add(byFile, url === '' ? functionName : file, ms);
}
process.stdout.write(
  `busy ${Math.round(busy)} ms, idle ${Math.round(idle)} ms (${percent(idle, busy + idle)} of all)\n`,
);
for (const [title, sums] of [
  ['functions', byFunction],
  ['files', byFile],
] as const) {
  process.stdout.write(`${title}, share of the busy time\n`);
  const sorted = [...sums].sort(([, a], [, b]) => b - a).slice(0, listed);
  for (const [name, ms] of sorted) process.stdout.write(`  ${percent(ms, busy).padStart(6)}  ${name}\n`);
}

function add(sums: Map<string, number>, key: string, ms: number): void {
  sums.set(key, (sums.get(key) ?? 0) + ms);
}

function fileOf(url: string): string {
  const path = url.replace(/^file:\/\//, '');
  return path.replace(/^.*\/node_modules\//, '').replace(`${process.cwd()}/`, '');
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
