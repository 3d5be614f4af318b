import type { Dataset, Model } from '../../api/index.ts';

export const presets = ['fast', 'balanced', 'accurate'] as const;
export type Preset = (typeof presets)[number];

/** Seconds of the networks of a small and of a large dataset, on one core. */
const ofSmall: Record<Preset, number> = { fast: 1, balanced: 2, accurate: 4 };
const ofLarge: Record<Preset, number> = { fast: 5, balanced: 15, accurate: 40 };
/** From so many observations on the sizes of the networks are those of a large dataset. */
const pointsOfLarge = 8_000;
/** The rest: fitting and testing the statistical methods of the mixture. */
const secondsOfMethods = 4;
const secondsPerPoint = 1e-4;

/** Seconds that a training takes, from the sizes of the networks that a preset gives to so many observations. */
function roughSeconds(preset: Preset, points: number): number {
  const share = Math.min(1, points / pointsOfLarge);
  const networks = share * ofLarge[preset] + (1 - share) * ofSmall[preset];
  return networks + secondsOfMethods + secondsPerPoint * points;
}

export interface Estimate {
  seconds: Record<Preset, number>;
  /** Whether a training on the same data has shown how fast this machine is. */
  isMeasured: boolean;
}

/** @param last a model that was trained on the same data, which shows how fast this machine is */
export function estimateOf({ point_count }: Pick<Dataset, 'point_count'>, last: Model | null): Estimate {
  const rough = (preset: Preset) => roughSeconds(preset, point_count);
  const { spec, card } = last ?? {};
  const isMeasured = card !== null && card !== undefined && spec !== undefined;
  const pace = isMeasured ? Math.max(0.05, card.training.seconds / rough(spec.preset)) : 1;
  return {
    seconds: {
      fast: readable(pace * rough('fast')),
      balanced: readable(pace * rough('balanced')),
      accurate: readable(pace * rough('accurate')),
    },
    isMeasured,
  };
}

/** Rounds to what an estimate can promise: 5 s, 10 s, 40 s, 3 min. */
function readable(seconds: number): number {
  if (seconds < 10) return Math.max(1, Math.round(seconds));
  if (seconds < 60) return 5 * Math.round(seconds / 5);
  return 60 * Math.max(1, Math.round(seconds / 60));
}
