/** How much is measured: `full` in 10 minutes, `quick` in a minute and a half, `tiny` for a test of the bench itself. */
export const sizes = {
  full: {
    /** Turns that are taken by what is compared and, for repeated forecasts, which have no goal, loads that warm up, and seconds of
     *  each load. */
    ...{ rounds: 3, repeatedRounds: 1, warmUps: 3, loadSeconds: 2, connections: 16 },
    /** Callers with whom forecasts per second no longer grow: calls that wait share a computation and a commit. 16 leave an eighth of two
     *  cores idle. */
    saturatingConnections: 64,
    panel: { series: 1_000, points: 400 },
    batchCalls: 9,
    ...{ uploadBytes: 100e6, uploads: 2 },
    readPoints: 1_000_000,
    /** A fresh process collects once what its start has left, as soon as it is idle for a second; an idle one looks every 5 seconds whether it
     *  has grown, and gives back what connecting has left. */
    ...{ pollers: 200, listeners: 2_000, events: 5, listenersSettle: { beforeMs: 4_000, afterMs: 11_000 } },
    listRows: 10_000,
    jsonBytes: 10e6,
    delayRows: 1_000_000,
    ...{ trainings: 3, pythonTrainings: 2, training: { series: 200, points: 400, steps: 400 } },
    cancels: 3,
    ...{ starts: 3, settleSeconds: 20, idleSeconds: 60 },
    growth: {
      series: [40, 120, 360],
      ...{ contexts: [64, 128, 256], contextSteps: 30, contextSeries: 10 },
      points: [10_000, 100_000, 1_000_000],
      jobs: [1_000, 10_000, 100_000],
      datasets: [100, 1_000, 10_000],
    },
  },
  quick: {
    ...{ rounds: 1, repeatedRounds: 0, warmUps: 1, loadSeconds: 0.4, connections: 16 },
    saturatingConnections: 64,
    panel: { series: 300, points: 200 },
    batchCalls: 1,
    ...{ uploadBytes: 10e6, uploads: 1 },
    readPoints: 100_000,
    ...{ pollers: 200, listeners: 2_000, events: 1, listenersSettle: { beforeMs: 3_000, afterMs: 6_000 } },
    listRows: 3_000,
    jsonBytes: 5e6,
    delayRows: 100_000,
    ...{ trainings: 1, pythonTrainings: 1, training: { series: 8, points: 150, steps: 40 } },
    cancels: 1,
    ...{ starts: 1, settleSeconds: 1, idleSeconds: 2 },
    growth: {
      series: [5, 10, 20],
      ...{ contexts: [16, 32, 64], contextSteps: 20, contextSeries: 5 },
      points: [1_000, 10_000, 100_000],
      jobs: [1_000, 3_000, 9_000],
      datasets: [100, 1_000, 3_000],
    },
  },
  tiny: {
    ...{ rounds: 1, repeatedRounds: 1, warmUps: 1, loadSeconds: 0.2, connections: 2 },
    saturatingConnections: 4,
    panel: { series: 5, points: 60 },
    batchCalls: 1,
    ...{ uploadBytes: 100e3, uploads: 1 },
    readPoints: 1_000,
    ...{ pollers: 5, listeners: 5, events: 1, listenersSettle: { beforeMs: 0, afterMs: 0 } },
    listRows: 30,
    jsonBytes: 100e3,
    delayRows: 1_000,
    ...{ trainings: 1, pythonTrainings: 1, training: { series: 5, points: 120, steps: 5 } },
    cancels: 1,
    ...{ starts: 1, settleSeconds: 0, idleSeconds: 1 },
    growth: {
      series: [2, 4, 8],
      ...{ contexts: [8, 16, 32], contextSteps: 2, contextSeries: 2 },
      points: [200, 400, 800],
      jobs: [30, 60, 120],
      datasets: [30, 60, 120],
    },
  },
};
export type SizeName = keyof typeof sizes;
export type Sizes = (typeof sizes)['full'];
