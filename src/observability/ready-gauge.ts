import { Gauge, type Registry } from 'prom-client';

/** Reports whether each part that the process needs can be used. Asked when the metrics are read, so that an outage is
 *  seen without a call that fails.
 *  @param checks of each part; a rejection means that it cannot be used. Each needs a time limit, since the
 *  reading waits for it. */
export function createReadyGauge(registry: Registry, checks: Record<string, () => Promise<unknown>>): void {
  new Gauge({
    name: 'gatecast_ready',
    help: '1 if the process can use the part, as /readyz says, otherwise 0.',
    labelNames: ['part'] as const,
    registers: [registry],
    async collect() {
      const answers = await Promise.allSettled(Object.values(checks).map((check) => check()));
      for (const [i, part] of Object.keys(checks).entries())
        this.set({ part }, answers[i].status === 'fulfilled' ? 1 : 0);
    },
  });
}
