import type { ModelSpec } from '../../contracts/schemas/index.ts';
import { familyOf } from './families.ts';
import type { Sizes } from './family.ts';
import type { FamilyName } from './member-spec.ts';

/** Most epochs over the windows: a small data set is learnt in fewer and smaller steps. */
const epochsMax = 20;
const batchMin = 32;
const windowsPerBatch = 16;
const stepsMin = 150;
/** With fewer windows than this, half the units and three members are enough. */
const windowsOfFew = 8_000;
const membersOfFew = 3;

/** Longest horizon for whole batches. The targets of one window are correlated, so that longer ones need
 *  fewer windows in a batch. */
const horizonOfBatch = 96;
/** Targets that the training of one network reads, at most. They bound its time: 10⁷ take about
 *  ten seconds on one core. */
const targetsMax: Record<ModelSpec['preset'], number> = { fast: 1e7, balanced: 4e7, accurate: 1e8 };
/** A season of so many steps repeats noise: fewer targets are enough, because MSTL, which smooths it,
 *  is beside the networks. */
const longSeason = { from: 144, targets: 0.25 };

/** Sizes for a preset, made smaller for small data sets and for long horizons.
 *  @param windows number of windows to learn from */
export function sizesFor(
  family: FamilyName,
  preset: ModelSpec['preset'],
  { windows, horizon, season }: { windows: number; horizon: number; season: number },
): Sizes {
  const { sizes, shrinksWithFewWindows } = familyOf({ family });
  const full = sizes[preset];
  const fitting = 2 ** Math.floor(Math.log2(Math.max(1, windows / windowsPerBatch)));
  const ofHorizon = horizon <= horizonOfBatch ? full.batch_size : batchMin;
  const batch = Math.min(full.batch_size, ofHorizon, Math.max(batchMin, fitting));
  const share = season < longSeason.from ? 1 : longSeason.targets;
  const affordable =
    horizon <= horizonOfBatch ? full.steps : Math.floor((share * targetsMax[preset]) / (batch * horizon));
  const enough = Math.max(stepsMin, Math.ceil((epochsMax * windows) / batch));
  const steps = Math.min(full.steps, enough, Math.max(stepsMin, affordable));
  if (windows >= windowsOfFew || !shrinksWithFewWindows) return { ...full, batch_size: batch, steps };
  return {
    ...full,
    members: Math.min(full.members, membersOfFew),
    hidden_size: full.hidden_size / 2,
    decoder_size: full.decoder_size / 2,
    batch_size: batch,
    steps,
  };
}
