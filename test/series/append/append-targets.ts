import type { AppendTarget } from '../../../src/contracts/ports/index.ts';

const refused = () => Promise.reject(new Error('not asked for'));

/** The reads of a target whose stored observations are not read. */
export const notAsked: Pick<AppendTarget, 'lastTimesOf' | 'longestGapsOf' | 'timesOf' | 'observationsOf'> = {
  lastTimesOf: refused,
  longestGapsOf: refused,
  timesOf: refused,
  observationsOf: refused,
};
