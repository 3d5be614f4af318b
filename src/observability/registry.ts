import { setTimeout as sleep } from 'node:timers/promises';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Time in which the delay of the event loop is measured a first time. */
const firstMeasureMs = 30;

/** A registry with the metrics that every process has: CPU, memory, event loop, garbage collection, its
 *  kind, and the kernel. */
export function createRegistry({ process, kernel }: { process: 'api' | 'worker'; kernel: string }): Registry {
  const registry = new ProcessRegistry();
  // Rules find the processes by this metric: labels of Prometheus, such as `job`, depend on how it finds them.
  new Gauge({
    name: 'gatecast_process_info',
    help: 'Always 1; the label tells whether the process is an API or a worker.',
    labelNames: ['process'] as const,
    registers: [registry],
  }).set({ process }, 1);
  new Gauge({
    name: 'gatecast_kernel_info',
    help: "Always 1; the label is the engine's kernel.",
    labelNames: ['kernel'] as const,
    registers: [registry],
  }).set({ kernel }, 1);
  return registry;
}

/** Measures the process from the first reading on. The delay of the event loop needs a timer that fires 100 times a
 *  second, which is half of the CPU of an idle process. */
class ProcessRegistry extends Registry {
  #measuring: Promise<void> | null = null;

  override async metrics(): Promise<string> {
    this.#measuring ??= this.#measure();
    await this.#measuring;
    return super.metrics();
  }

  #measure(): Promise<void> {
    collectDefaultMetrics({ register: this });
    return sleep(firstMeasureMs);
  }
}
