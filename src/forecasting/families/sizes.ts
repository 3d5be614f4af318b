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

/** Sizes for a preset, made smaller for small data sets.
 *  @param windows number of windows to learn from */
export function sizesFor(family: FamilyName, preset: ModelSpec['preset'], windows: number): Sizes {
  const { sizes, shrinksWithFewWindows } = familyOf({ family });
  const full = sizes[preset];
  const fitting = 2 ** Math.floor(Math.log2(Math.max(1, windows / windowsPerBatch)));
  const batch = Math.min(full.batch_size, Math.max(batchMin, fitting));
  const steps = Math.min(full.steps, Math.max(stepsMin, Math.ceil((epochsMax * windows) / batch)));
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
