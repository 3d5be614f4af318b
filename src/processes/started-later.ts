import type { Piscina } from 'piscina';

export interface LaterPool extends Pick<Piscina, 'run'> {
  /** Starts the threads that the pool always has. Does nothing the next time. */
  start(): void;
  destroy(): Promise<void>;
}

/** A pool of threads that starts with `start`, or with its first task. */
export function startedLater(create: () => Piscina): LaterPool {
  let pool: Piscina | null = null;
  const started = () => {
    pool ??= create();
    return pool;
  };
  return {
    start: () => void started(),
    run: (task, options) => started().run(task, options),
    destroy: async () => pool?.destroy(),
  };
}
