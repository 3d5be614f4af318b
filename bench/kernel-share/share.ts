/** Parts of the busy time of a training, by the CPU profiles of its threads. */

/** One thread, as `node --cpu-prof` writes it. Times are microseconds of the monotonic clock. */
export interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
  }[];
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** Time of the training on the clock of the profiles. */
export interface Span {
  fromUs: number;
  toUs: number;
}

export interface KernelShare {
  /** Time of all threads in the span without idle time and without waiting for other threads. */
  busySeconds: number;
  kernelSeconds: number;
  share: number;
  /** Seconds of every function of the kernel and of every other function, the longest first. */
  kernels: [name: string, seconds: number][];
  others: [name: string, seconds: number][];
}

/** A sample that comes late stands for this much of the time since the one before: a thread without a core is not interrupted. */
const sampleUsMax = 1_300;
/** A thread in these functions computes nothing. */
const waiting = new Set(['(idle)', 'wait']);

/** V8 attributes native code to the function that calls it. Those functions do little else. */
const kernelFile = 'src/engine/kernels/native/';

/** A sample is in the kernel if its innermost function calls the kernel. */
export function kernelShare(profiles: readonly CpuProfile[], { fromUs, toUs }: Span): KernelShare {
  const kernels = new Map<string, number>();
  const others = new Map<string, number>();
  for (const { nodes, startTime, samples, timeDeltas } of profiles) {
    const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
    let at = startTime;
    for (let i = 0; i < samples.length; i++) {
      at += timeDeltas[i];
      const us = Math.min(timeDeltas[i], sampleUsMax);
      if (at < fromUs || at > toUs) continue;
      const { functionName, url, lineNumber } = frames.get(samples[i])!;
      if (url === '' && waiting.has(functionName)) continue;
      const place = placeOf(url);
      const name =
        place === '' ? functionName : `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`;
      const sums = place.startsWith(kernelFile) ? kernels : others;
      sums.set(name, (sums.get(name) ?? 0) + us / 1e6);
    }
  }
  const kernelSeconds = total(kernels);
  const busySeconds = kernelSeconds + total(others);
  return {
    busySeconds,
    kernelSeconds,
    share: kernelSeconds / busySeconds,
    kernels: longestFirst(kernels),
    others: longestFirst(others),
  };
}

function total(sums: ReadonlyMap<string, number>): number {
  return [...sums.values()].reduce((sum, one) => sum + one, 0);
}

function longestFirst(sums: ReadonlyMap<string, number>): [string, number][] {
  return [...sums].sort(([, a], [, b]) => b - a);
}

function placeOf(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/(src|bench)\//, '$1/');
}
