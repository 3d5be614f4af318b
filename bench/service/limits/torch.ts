import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('./torch_gru.py', import.meta.url));
const run = promisify(execFile);
const trainingMsMax = 180_000;

export interface TorchSettings {
  file: string;
  horizon: number;
  context: number;
  hidden: number;
  layers: number;
  batch: number;
  steps: number;
  networks: number;
  rate: number;
  quantiles: number[];
}

export interface TorchTimes {
  seconds: number;
  import_seconds: number;
  loss: number;
}

/** Why PyTorch cannot be used; null if it can. */
export function torchIsMissing(): Promise<string | null> {
  return run(python, ['-c', 'import torch'], { env: environment() }).then(
    () => null,
    () => `${python} has no PyTorch: apt-get install python3-torch libopenblas0-pthread`,
  );
}

/** Trains in a process of its own. */
export async function trainInTorch(settings: TorchSettings): Promise<TorchTimes> {
  const { stdout } = await run(python, [script, JSON.stringify(settings)], {
    env: environment(),
    timeout: trainingMsMax,
  });
  return JSON.parse(stdout) as TorchTimes;
}

/** The environment may force an older kernel of OpenBLAS, which halves its speed. */
function environment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...inherited } = process.env;
  const threads = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: String(availableParallelism()) };
  return { ...inherited, ...threads, OMP_WAIT_POLICY: 'passive' }; // threads that spin stand still on a busy machine
}
