/** Parts of the busy time of a training, by the CPU profiles of its threads. */
import {
  type BusyFunction,
  busyFunctions,
  type CpuProfile,
  type Span,
  totalSeconds,
} from '../cpu-profiles.ts';

export interface KernelShare {
  /** Time of all threads in the span without idle time and without waiting for other threads. */
  busySeconds: number;
  kernelSeconds: number;
  share: number;
  /** Functions of the kernel and all others, the longest first. */
  kernels: BusyFunction[];
  others: BusyFunction[];
}

/** V8 attributes native code to the function that calls it. Those functions do little else. */
const kernelFile = 'src/engine/kernels/native/';

/** A sample is in the kernel if its innermost function calls the kernel. */
export function kernelShare(profiles: readonly CpuProfile[], span: Span): KernelShare {
  const functions = busyFunctions(profiles, span);
  const kernels = functions.filter(({ file }) => file.startsWith(kernelFile));
  const others = functions.filter(({ file }) => !file.startsWith(kernelFile));
  const [busySeconds, kernelSeconds] = [totalSeconds(functions), totalSeconds(kernels)];
  return { busySeconds, kernelSeconds, share: kernelSeconds / busySeconds, kernels, others };
}
