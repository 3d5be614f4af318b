import { parseArgs } from 'node:util';

export const backends = ['postgres', 'redis'] as const;
export type BackendName = (typeof backends)[number];

export interface Options {
  minutes: number;
  seed: number;
  /** All at once, each with its own processes and databases. */
  backends: readonly BackendName[];
  json: boolean;
}

export const usage =
  'npm run test:chaos -- --minutes N [--seed S] [--backend postgres|redis|both] [--json]\n' +
  'A run with the same seed draws the same load and the same faults. Their effects depend on the machine.';

const minutesMax = 600;

/** @throws Error with a sentence if an option is wrong */
export function readOptions(args: string[], randomSeed: () => number): Options {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string' },
      backend: { type: 'string', default: 'both' },
      json: { type: 'boolean', default: false },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= minutesMax))
    throw new Error(`--minutes ${values.minutes}: accepted is a number above 0 and up to ${minutesMax}`);
  const seed = values.seed === undefined ? randomSeed() : Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new Error(`--seed ${values.seed}: accepted is a whole number from 0`);
  return { minutes, seed, backends: backendsOf(values.backend), json: values.json };
}

function backendsOf(given: string): readonly BackendName[] {
  if (given === 'both') return backends;
  const found = backends.find((name) => name === given);
  if (found === undefined)
    throw new Error(`--backend ${given}: accepted are ${backends.join(', ')} and both`);
  return [found];
}
