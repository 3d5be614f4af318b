import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** A registry with the metrics that every process has: CPU, memory, event loop, garbage collection, and the kernel. */
export function createRegistry({ kernel }: { kernel: string }): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'gatecast_kernel_info',
    help: "Always 1; the label is the engine's kernel.",
    labelNames: ['kernel'] as const,
    registers: [registry],
  }).set({ kernel }, 1);
  return registry;
}
