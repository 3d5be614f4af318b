export { type Batch, createBatch, tailBefore, type WindowSource } from './batch.ts';
export { type Layout, layoutOf, type MemberSpec, observedNeeded, type ResolvedSpec } from './layout.ts';
export { evaluationSpecs, memberSpecs, tailPoints } from './members.ts';
export { createPanel, type Panel } from './panel.ts';
export { priceFeatures, pricePresences, priceScales } from './price-features.ts';
export { resolveSpec } from './spec.ts';
export { writeContext, writeTargets } from './windows.ts';
