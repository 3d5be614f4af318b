import { median } from '../statistics.ts';
import type { Contestant } from './contestant.ts';
import type { Row, Task } from './rows.ts';

export interface Timing {
  rounds: number;
  /** Time for one contestant in one round. */
  roundMs: number;
}

const callsPerRoundMax = 100;
const leastRounds = 5;
/** A call that takes longer is timed once. */
const oneRoundMs = 10_000;
const warmUps = 2;
/** A call that takes longer is not repeated to warm up. */
const warmUpMsMax = 2000;

/** Median milliseconds of each contestant. They take turns, so that a slow minute of the machine is slow for all. */
export async function alternate(
  contestants: readonly Contestant[],
  row: Row,
  task: Task,
  { rounds, roundMs }: Timing,
): Promise<Record<string, number>> {
  const taking: { contestant: Contestant; calls: number; rounds: number; ms: number[] }[] = [];
  for (const contestant of contestants) {
    await contestant.prepare(row, task);
    let [once] = await contestant.run(1);
    for (let i = 0; i < warmUps && once < warmUpMsMax; i++) [once] = await contestant.run(1);
    const calls = Math.min(callsPerRoundMax, Math.max(1, Math.floor(roundMs / once)));
    const affordable = Math.max(once < oneRoundMs ? leastRounds : 1, Math.floor((rounds * roundMs) / once));
    taking.push({ contestant, calls, rounds: Math.min(rounds, affordable), ms: [] });
  }
  for (let round = 0; round < rounds; round++)
    for (const taker of taking)
      if (round < taker.rounds) taker.ms.push(...(await taker.contestant.run(taker.calls)));
  return Object.fromEntries(taking.map(({ contestant, ms }) => [contestant.name, median(ms)]));
}
