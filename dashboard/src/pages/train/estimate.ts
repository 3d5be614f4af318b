import {
  answered,
  client,
  failureOf,
  GatecastError,
  type ModelIn,
  type TrainingEstimate,
} from '../../api/index.ts';

export const presets = ['fast', 'balanced', 'accurate'] as const;
export type Preset = (typeof presets)[number];

/** Asks the service how long trainings with these settings take, by preset. Null if it refuses the settings: the button
 *  that starts a training says why.
 *  @throws GatecastError if the same call can succeed later, or with another key */
export async function readEstimate(body: ModelIn, signal: AbortSignal): Promise<TrainingEstimate | null> {
  try {
    return await answered(client.POST('/v1/models/estimate', { body, signal }));
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** Whether the service refuses what was asked, and not the caller or the moment. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof GatecastError) || error.problem.retryable) return false;
  return error.status < 500 && failureOf(error).status === 'error';
}

/** Seconds of a preset, rounded to what an estimate can promise: 5 s, 10 s, 40 s, 3 min. */
export function secondsOf(estimate: TrainingEstimate, preset: Preset): number | null {
  const seconds = estimate.presets.find((one) => one.preset === preset)?.seconds;
  if (seconds === undefined) return null;
  if (seconds < 10) return Math.max(1, Math.round(seconds));
  if (seconds < 60) return 5 * Math.round(seconds / 5);
  return 60 * Math.max(1, Math.round(seconds / 60));
}
