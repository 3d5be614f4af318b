import { placeOf, slowReason } from '../src/store/index.ts';

/** How often a command looks whether PostgreSQL makes it wait. */
const lookEveryMs = 5_000;

export interface Slowness {
  /** Name of the sessions of a command that may take long: only what makes one of them wait is told. Without it, every
   *  command that has not ended after 5 s waits. */
  applicationName?: string;
  /** Told where no reason is seen; nothing is told without it. */
  otherwise?: string;
}

/** Runs the work of a command, and says once on standard error for what it waits. */
export async function tellingWaits<T>(
  databaseUrl: string,
  { applicationName, otherwise }: Slowness,
  work: () => Promise<T>,
): Promise<T> {
  let hasTold = false;
  const looks = setInterval(async () => {
    const reason = (await slowReason(databaseUrl, applicationName)) ?? otherwise;
    if (reason === undefined || hasTold) return;
    hasTold = true;
    clearInterval(looks);
    process.stderr.write(`Waiting for ${placeOf(databaseUrl)}: ${reason}.\n`);
  }, lookEveryMs);
  try {
    return await work();
  } finally {
    hasTold = true; // a look that is under way says nothing any more
    clearInterval(looks);
  }
}
