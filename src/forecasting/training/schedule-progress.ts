import type { ValidationForecast } from '../../contracts/schemas/index.ts';
import type { TrainedMember } from './checkpoint.ts';
import type { NetworkReport, ScheduledNetwork } from './scheduled-network.ts';

/** Progress of all networks together. Speculative trainings do not count: they may be discarded. */
export interface ScheduleSummary {
  stepsDone: number;
  /** Planned steps. */
  steps: number;
  /** Share of the planned steps that is done; a network that stopped early counts as complete. */
  share: number;
  /** Passes over the training windows, as a mean over all networks. */
  epoch: number;
  /** Report of the first network in training; null if there is none. */
  report: NetworkReport | null;
  /** Losses of the first network, also after its end, and its last forecast. */
  first: Pick<TrainedMember, 'history'> & { forecast: ValidationForecast | null };
}

/** @param networks all networks of the schedule, the first one at the head
 *  @param counted those whose training is not speculative */
export function summaryOf(
  networks: readonly ScheduledNetwork[],
  counted: readonly ScheduledNetwork[],
): ScheduleSummary {
  const [first] = networks;
  const planned = ({ task }: ScheduledNetwork) => task.spec.steps;
  const steps = sumOf(networks, planned);
  const covered = sumOf(counted, (network) =>
    network.trained() === undefined ? network.stepsDone() : planned(network),
  );
  return {
    stepsDone: sumOf(counted, (network) => network.stepsDone()),
    steps,
    share: covered / steps,
    epoch: sumOf(counted, epochsOf) / networks.length,
    report: counted.map((network) => network.lastReport()).find((report) => report !== null) ?? null,
    first: { history: (first.trained() ?? first.lastReport())?.history ?? [], forecast: first.forecast },
  };
}

/** Passes of a network over its windows; 0 as long as their number is not known. */
function epochsOf(network: ScheduledNetwork): number {
  const { windows } = network;
  return windows === null ? 0 : (network.stepsDone() * network.task.spec.batch_size) / Math.max(1, windows);
}

function sumOf(networks: readonly ScheduledNetwork[], of: (network: ScheduledNetwork) => number): number {
  return networks.reduce((total, network) => total + of(network), 0);
}
