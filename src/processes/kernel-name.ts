import { type Config, ConfigError } from '../config.ts';
import { EngineError, selectKernel } from '../engine/index.ts';

/** Name of the engine's kernel that this process uses.
 *  @throws ConfigError if the settings name a kernel that this machine does not have */
export function kernelName({ kernel }: Config): string {
  try {
    return selectKernel(kernel ?? undefined).name;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new ConfigError(`GATECAST_KERNEL: ${error.message}.`);
  }
}
