import { answered, client, type ModelIn, type TrainingEstimate } from '../../api/index.ts';

export const presets = ['fast', 'balanced', 'accurate'] as const;
export type Preset = (typeof presets)[number];

/** Asks the service how long trainings with these settings take, by preset. */
export function readEstimate(body: ModelIn, signal: AbortSignal): Promise<TrainingEstimate> {
  return answered(client.POST('/v1/models/estimate', { body, signal }));
}

/** Seconds of a preset, rounded to what an estimate can promise: 5 s, 10 s, 40 s, 3 min. */
export function secondsOf(estimate: TrainingEstimate, preset: Preset): number | null {
  const seconds = estimate.presets.find((one) => one.preset === preset)?.seconds;
  if (seconds === undefined) return null;
  if (seconds < 10) return Math.max(1, Math.round(seconds));
  if (seconds < 60) return 5 * Math.round(seconds / 5);
  return 60 * Math.max(1, Math.round(seconds / 60));
}
