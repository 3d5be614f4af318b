import { atMost, type Goal } from '../../bench/goals.ts';
import type { Findings } from './audit.ts';
import type { Fault } from './faults.ts';
import type { BackendName } from './options.ts';

export interface ChaosRun {
  backend: BackendName;
  acknowledged: number;
  jobs: number;
  faults: Fault[];
  findings: Findings;
}

export interface Report {
  seed: number;
  minutes: number;
  acknowledged: number;
  lost: number;
  duplicated: number;
  torn: number;
  wrong_weights: number;
  /** Jobs that failed, and answers that no fault explains. */
  failed: number;
  /** Faults of all kinds: kills, pauses, cuts. */
  kills: number;
  recovery_seconds_p50: number | null;
  recovery_seconds_max: number | null;
  /** Faults after which the service did not recover within the limit. */
  not_recovered: number;
  backends: Record<string, { acknowledged: number; jobs: number; kills: Record<string, number> }>;
}

export function reportOf(seed: number, minutes: number, runs: readonly ChaosRun[]): Report {
  const faults = runs.flatMap((run) => run.faults);
  const recoveries = faults.flatMap(({ recoverySeconds }) =>
    recoverySeconds === null ? [] : [recoverySeconds],
  );
  recoveries.sort((a, b) => a - b);
  const sum = (of: (run: ChaosRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  return {
    seed,
    minutes,
    acknowledged: sum((run) => run.acknowledged),
    lost: sum(({ findings }) => findings.lost.length),
    duplicated: sum(({ findings }) => findings.duplicated.length),
    torn: sum(({ findings }) => findings.torn.length),
    wrong_weights: sum(({ findings }) => findings.wrongWeights.length),
    failed: sum(({ findings }) => findings.failed.length),
    kills: faults.length,
    recovery_seconds_p50: recoveries[Math.floor((recoveries.length - 1) / 2)] ?? null,
    recovery_seconds_max: recoveries.at(-1) ?? null,
    not_recovered: faults.length - recoveries.length,
    backends: Object.fromEntries(
      runs.map((run) => [
        run.backend,
        { acknowledged: run.acknowledged, jobs: run.jobs, kills: countsOf(run.faults) },
      ]),
    ),
  };
}

function countsOf(faults: readonly Fault[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name } of faults) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** A killed worker's job is taken over within 20 s; a busy machine gets three times that. */
const recoverySecondsMax = 60;

/** The figures that show a broken promise. How fast a busy machine recovers is none of them. */
const promised = ['lost', 'duplicated', 'torn', 'wrong_weights', 'failed'] as const;

export function brokenPromises(report: Report): string[] {
  return promised.filter((name) => report[name] > 0);
}

export function goalsOf(report: Report): Goal[] {
  return [
    ...atMost('lost', 0, report.lost),
    ...atMost('duplicated', 0, report.duplicated),
    ...atMost('torn', 0, report.torn),
    ...atMost('wrong_weights', 0, report.wrong_weights),
    ...atMost('failed', 0, report.failed),
    ...atMost('not_recovered', 0, report.not_recovered),
    ...atMost('recovery_seconds_max', recoverySecondsMax, report.recovery_seconds_max),
  ];
}
