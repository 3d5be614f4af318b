import { type Config, ConfigError } from '../config.ts';
import { EngineError, selectKernel } from '../engine/index.ts';

/** Which of the engine's kernels this process computes with.
 *  @throws ConfigError when the settings name one that this machine does not have */
export function kernelName({ kernel }: Config): string {
  try {
    return selectKernel(kernel ?? undefined).name;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new ConfigError(`GATECAST_KERNEL: ${error.message}.`);
  }
}
