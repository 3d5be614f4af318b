import type { OutageLines } from '../../outage-log.ts';

/** A worker whose clock is ahead plans late each time that it plans a run. After so many rounds without one the
 *  clocks count as right. */
const rightRoundsMin = 10;

const words = {
  failing: 'a clock that was ahead had planned runs too late: planned again; set all clocks by NTP',
  again: 'runs are planned in time again',
};

/** Runs of one round that were planned too late, with a schedule and the planned time of one. */
export interface LatePlans {
  runs: number;
  plannedMs: number;
  schedule_id?: string;
}

export interface LatePlansLog {
  /** Called after each round. */
  round(late: readonly LatePlans[]): void;
}

/** Log of runs that were planned too late: one line when the first is found, and one with the number of all when
 *  ten rounds found none. */
export function createLatePlansLog(log: OutageLines): LatePlansLog {
  let [runs, rightRounds] = [0, 0];
  return {
    round(late) {
      const found = late.reduce((sum, one) => sum + one.runs, 0);
      if (found > 0) {
        const { plannedMs, schedule_id } = late[late.length - 1];
        const planned_at = new Date(plannedMs).toISOString();
        if (runs === 0) log.warn({ runs: found, schedule_id, planned_at }, words.failing);
        runs += found;
        rightRounds = 0;
      } else if (runs > 0 && ++rightRounds === rightRoundsMin) {
        log.info({ runs }, words.again);
        runs = 0;
      }
    },
  };
}
