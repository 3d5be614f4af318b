/** Sizes, steps and members by family and preset, for data sets that are large enough for them. */
import type { ModelSpec } from '../../contracts/schemas/index.ts';
import type { ResolvedSpec } from './layout.ts';

export interface Sizes {
  members: number;
  hidden_size: number;
  decoder_size: number;
  layers: number;
  steps: number;
  batch_size: number;
  learning_rate: number;
  dropout: number;
  weight_decay: number;
  median_weight: number;
}

/** Source: RECIPE A. */
const seasonal: Omit<Sizes, 'members' | 'hidden_size' | 'steps'> = {
  decoder_size: 64,
  layers: 1,
  batch_size: 128,
  learning_rate: 3e-3,
  dropout: 0.1,
  weight_decay: 0.01,
  median_weight: 5,
};

/** Small networks and few steps: more of both overfit. Source: RECIPE B. */
const prices: Omit<Sizes, 'members' | 'steps'> = {
  hidden_size: 8,
  decoder_size: 16,
  layers: 1,
  batch_size: 256,
  learning_rate: 2e-3,
  dropout: 0.2,
  weight_decay: 0.05,
  median_weight: 1,
};

/** Source: RECIPE C. */
const short: Omit<Sizes, 'members' | 'hidden_size' | 'steps'> = {
  decoder_size: 32,
  layers: 1,
  batch_size: 256,
  learning_rate: 2e-3,
  dropout: 0.1,
  weight_decay: 0.01,
  median_weight: 3,
};

const sizes: Record<ResolvedSpec['family'], Record<ModelSpec['preset'], Sizes>> = {
  seasonal: {
    fast: { ...seasonal, members: 5, hidden_size: 64, steps: 1_000 },
    balanced: { ...seasonal, members: 5, hidden_size: 96, steps: 1_500 },
    accurate: { ...seasonal, members: 8, hidden_size: 128, steps: 2_500 },
  },
  prices: {
    fast: { ...prices, members: 3, steps: 250 },
    balanced: { ...prices, members: 5, steps: 250 },
    accurate: { ...prices, members: 8, steps: 250 },
  },
  short: {
    fast: { ...short, members: 3, hidden_size: 48, steps: 700 },
    balanced: { ...short, members: 4, hidden_size: 48, steps: 800 },
    accurate: { ...short, members: 8, hidden_size: 48, steps: 900 },
  },
};

/** No window is seen more often than this: a small data set is learnt in fewer and smaller steps. */
const looksMax = 20;
const batchMin = 32;
const windowsPerBatch = 16;
const stepsMin = 150;
/** With fewer windows than this half the units and three members are enough. */
const windowsOfFew = 8_000;
const membersOfFew = 3;

/** `windows`: how many there are to learn from. */
export function sizesFor(
  family: ResolvedSpec['family'],
  preset: ModelSpec['preset'],
  windows: number,
): Sizes {
  const full = sizes[family][preset];
  const wished = 2 ** Math.floor(Math.log2(Math.max(1, windows / windowsPerBatch)));
  const batch = Math.min(full.batch_size, Math.max(batchMin, wished));
  const steps = Math.min(full.steps, Math.max(stepsMin, Math.ceil((looksMax * windows) / batch)));
  if (windows >= windowsOfFew || family === 'prices') return { ...full, batch_size: batch, steps };
  return {
    ...full,
    members: Math.min(full.members, membersOfFew),
    hidden_size: full.hidden_size / 2,
    decoder_size: full.decoder_size / 2,
    batch_size: batch,
    steps,
  };
}
