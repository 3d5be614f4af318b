import type { Piscina } from 'piscina';
import type { Forecaster } from '../contracts/ports.ts';
import { runsOfWeights } from '../training/weights-version.ts';
import { tailPoints } from './members.ts';
import { weightsKind } from './weights-file.ts';

/** A model from elsewhere may have settings that never end. */
const inspectMsMax = 20_000;

/** Forecasts in a pool of threads whose entry is `thread.ts`. `kernel` null: the fastest that this machine has. */
export function createForecaster(threads: Pick<Piscina, 'run'>, kernel: string | null): Forecaster {
  const { requireReadable, run } = runsOfWeights(threads, kernel, weightsKind);
  return {
    forecast: run('forecast'),
    anomalies: run('anomalies'),
    memory: run('memory'),
    trace: run('trace'),
    async inspect(task) {
      const signal = AbortSignal.timeout(inspectMsMax);
      const options = { name: 'inspect', signal };
      return threads.run({ ...task, kernel }, options).catch((error: unknown) => {
        if (signal.aborted) return `it did not forecast within ${inspectMsMax / 1_000} s`;
        throw error;
      });
    },
    async onnx(weights) {
      requireReadable(weights);
      return threads.run(weights, { name: 'onnx' });
    },
    accuracy: (tasks) => threads.run(tasks, { name: 'accuracy' }),
    tailPoints,
  };
}
