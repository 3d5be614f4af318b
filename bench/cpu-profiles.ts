/** CPU profiles as `node --cpu-prof` writes them: a file for each thread. */

/** One thread. Times are microseconds of the monotonic clock. */
export interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
  }[];
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** Part of a profile, on its clock. */
export interface Span {
  fromUs: number;
  toUs: number;
}

/** A function, and the time in which it was the innermost one. */
export interface BusyFunction {
  /** With its file and line. V8's own work has a name in brackets and no file. */
  name: string;
  /** Path within this project or a package; empty for V8's own work. */
  file: string;
  seconds: number;
}

/** A sample that comes late stands for this much of the time since the one before: a thread without a
 *  core is not interrupted. */
const sampleUsMax = 1_300;
/** A thread in these functions computes nothing: those of V8, and that in which a thread of piscina
 *  waits for its next task. */
const waiting = new Set(['(idle) ', 'wait ', 'atomicsWaitLoop piscina/dist/worker.js']);

/** @returns the functions of all threads in the span, the longest first, without idle time and without
 *  waiting for other threads */
export function busyFunctions(profiles: readonly CpuProfile[], { fromUs, toUs }: Span): BusyFunction[] {
  const byName = new Map<string, BusyFunction>();
  for (const { nodes, startTime, samples, timeDeltas } of profiles) {
    const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
    let at = startTime;
    for (let i = 0; i < samples.length; i++) {
      at += timeDeltas[i];
      if (at < fromUs || at > toUs) continue;
      const { functionName, url, lineNumber } = frames.get(samples[i])!;
      const file = pathOf(url);
      if (waiting.has(`${functionName} ${file}`)) continue;
      const name =
        file === ''
          ? functionName || '(native)'
          : `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`;
      const busy = byName.get(name) ?? { name, file, seconds: 0 };
      busy.seconds += Math.min(timeDeltas[i], sampleUsMax) / 1e6;
      byName.set(name, busy);
    }
  }
  return [...byName.values()].sort((a, b) => b.seconds - a.seconds);
}

export function totalSeconds(functions: readonly BusyFunction[]): number {
  return functions.reduce((sum, { seconds }) => sum + seconds, 0);
}

function pathOf(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/(src|workers|bench)\//, '$1/');
}
