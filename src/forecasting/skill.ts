import type { Skill } from '../contracts/backtest.ts';
import { type PairedLosses, pairedSkill } from '../training/skill.ts';

export type { PairedLosses } from '../training/skill.ts';

/** The skill against a baseline with its 90 % interval, as `pairedSkill` finds it. */
export function skillOf(
  losses: readonly PairedLosses[],
  overlap: number,
  baseline: Skill['baseline'],
  seed: number,
): Skill | null {
  const skill = pairedSkill(losses, overlap, seed);
  return skill === null ? null : { ...skill, metric: 'wql', baseline };
}
