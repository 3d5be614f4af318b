import { control, type TrainResult, type TrainTask } from '../src/contracts/ports/index.ts';
import { train } from '../src/forecasting/index.ts';

/** A training from its beginning to its end, that nobody watches, suspends or cancels.
 *  @throws Error where it fails */
export async function trainAlone(
  task: Pick<TrainTask, 'spec' | 'header' | 'series' | 'cores'>,
): Promise<TrainResult> {
  const words = new Int32Array(new SharedArrayBuffer(control.words * Int32Array.BYTES_PER_ELEMENT));
  words[control.checkpointsSaved] = 2 ** 31 - 1; // none is ever waited for
  const outcome = await train({
    ...task,
    checkpoint: null,
    initialWeights: null,
    elapsedSeconds: 0,
    kernel: null,
    control: words.buffer as SharedArrayBuffer,
    port: { postMessage() {} } as unknown as TrainTask['port'],
  });
  if (outcome.status !== 'succeeded') throw new Error(`The training ended ${JSON.stringify(outcome)}`);
  return outcome;
}
