import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface Allocation {
  steps: number;
  /** Garbage included: numbers that V8 puts on its heap when a function returns them count too. */
  bytesPerStep: number;
  /** After a collection. */
  bytesKeptPerStep: number;
}

/** Memory that a training step takes, JavaScript's heap and the process together, in
 *  a process of its own in which nothing is collected meanwhile. */
export function measureAllocation(kernelName: string, steps: number): Allocation {
  const program = join(import.meta.dirname, 'allocation-steps.ts');
  // The young generation is large enough for all that might be allocated: a collection would hide it.
  const flags = ['--expose-gc', '--max-semi-space-size=256', '--min-semi-space-size=256'];
  const output = execFileSync(process.execPath, [...flags, program, kernelName, `${steps}`]);
  return JSON.parse(output.toString());
}
