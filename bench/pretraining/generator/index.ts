export { familyNames } from './families/index.ts';
export type { FamilyName } from './frame.ts';
export { historyMax } from './plan.ts';
export { type MadeUpSeries, makePool, type Pool } from './pool.ts';
