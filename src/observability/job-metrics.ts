import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** End of a job's handling. `released`: the worker was asked to end. `hung`: its
 *  thread gave no sign of life. `unstarted`: its thread did not start. `lost`: another attempt holds the job. */
export type JobOutcome = (typeof jobOutcomes)[number];
const jobOutcomes = ['succeeded', 'failed', 'cancelled', 'released', 'hung', 'unstarted', 'lost'] as const;

export interface ClaimedJob {
  kind: string;
  /** Seconds between the entry into the queue and the claim; null after a recovery, when the job did not wait. */
  waitedSeconds: number | null;
  /** Whether the job was taken from a silent worker. */
  isRecovery: boolean;
}

export interface JobMetrics {
  /** Counts a claim. The returned functions count what the job does until its handling ends. */
  began(job: ClaimedJob): RunningJobMetrics;
}

export interface RunningJobMetrics {
  /** Reported by the thread of a training: the step and the epoch that it has reached. */
  reached(progress: { step: number; epoch: number }): void;
  ended(outcome: JobOutcome): void;
}

const secondsBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

/** Metrics of the jobs that a worker process handles. Every series is there from the start, at 0: `increase()` and
 *  `rate()` do not see the first event of a series that begins with it.
 *  @param kinds kinds of jobs */
export function createJobMetrics(registry: Registry, kinds: readonly string[]): JobMetrics {
  const registers = [registry];
  const wait = new Histogram({
    name: 'gatecast_job_wait_seconds',
    help: 'Time of a job in the queue until a worker claimed it.',
    labelNames: ['kind'] as const,
    buckets: secondsBuckets,
    registers,
  });
  const run = new Histogram({
    name: 'gatecast_job_run_seconds',
    help: 'Time of an attempt, from its claim to its end.',
    labelNames: ['kind', 'outcome'] as const,
    buckets: secondsBuckets,
    registers,
  });
  const running = new Gauge({
    name: 'gatecast_jobs_running',
    help: 'Jobs that this worker runs.',
    labelNames: ['kind'] as const,
    registers,
  });
  const recoveries = new Counter({
    name: 'gatecast_job_recoveries_total',
    help: 'Jobs that this worker took over from a silent worker.',
    labelNames: ['kind'] as const,
    registers,
  });
  const steps = new Counter({
    name: 'gatecast_training_steps_total',
    help: 'Training steps of all networks of the trainings of this worker.',
    registers,
  });
  const epochs = new Counter({
    name: 'gatecast_training_epochs_total',
    help: 'Training epochs of the trainings of this worker, as means over the networks of each.',
    registers,
  });

  for (const kind of kinds) {
    wait.zero({ kind });
    for (const outcome of jobOutcomes) run.zero({ kind, outcome });
    running.set({ kind }, 0);
    recoveries.inc({ kind }, 0);
  }

  return {
    began({ kind, waitedSeconds, isRecovery }) {
      if (waitedSeconds !== null) wait.observe({ kind }, waitedSeconds);
      if (isRecovery) recoveries.inc({ kind });
      running.inc({ kind });
      const stop = run.startTimer({ kind });
      let last: { step: number; epoch: number } | null = null;
      return {
        reached({ step, epoch }) {
          // The first report of a resumed training is its checkpoint, which another attempt has counted.
          if (kind === 'train' && last !== null) {
            steps.inc(Math.max(0, step - last.step));
            epochs.inc(Math.max(0, epoch - last.epoch));
          }
          last = { step, epoch };
        },
        ended(outcome) {
          running.dec({ kind });
          stop({ outcome });
        },
      };
    },
  };
}
