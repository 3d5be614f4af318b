/** What the networks of an ensemble have of their own: seed, context, base path, steps. */
import assert from 'node:assert/strict';
import { limits, type ModelSpec } from '../../contracts/schemas/index.ts';
import { layoutOf, type MemberSpec, type ResolvedSpec } from './layout.ts';

interface Variety {
  /** Context and steps in shares of the spec's. */
  context: number;
  steps: number;
  /** Whether the base path is half the last season and half the seventh before, where the context has that many. */
  twoSeasons?: boolean;
  /** Whether two recurrent steps make a season. */
  halves?: boolean;
}

/** Of the seasonal family. Members beyond the list start over. Source: RECIPE A, step 6; halves are our own. */
const seasonalVariety: Record<ModelSpec['preset'], readonly Variety[]> = {
  fast: [
    { context: 1, steps: 1 },
    { context: 1.5, steps: 0.8, halves: true },
    { context: 1, steps: 1 },
    { context: 0.5, steps: 1, halves: true },
    { context: 1, steps: 1 },
  ],
  balanced: [
    { context: 1, steps: 1 },
    { context: 1.5, steps: 0.8, halves: true },
    { context: 1, steps: 1, twoSeasons: true },
    { context: 0.5, steps: 1, halves: true },
    { context: 1, steps: 1 },
  ],
  accurate: [
    { context: 1, steps: 1 },
    { context: 1, steps: 1, twoSeasons: true, halves: true },
    { context: 1.5, steps: 0.8 },
    { context: 0.5, steps: 1, halves: true },
  ],
};

/** Of the short family: contexts in shares of the spec's. */
const shortContexts = [1, 1.5, 0.67];

/** Of the steps of a member: one network is trained without the parts held out, to be measured there. */
const evaluationShare = 0.6;

/** Observations of a series that a forecast reads at most. */
export function tailPoints(spec: ModelSpec): number {
  assert(spec.context_length !== null && spec.base !== null, 'the spec of a trained model is complete');
  return Math.max(...memberSpecs(spec as ResolvedSpec).map((member) => layoutOf(member).tail));
}

export function memberSpecs(spec: ResolvedSpec): MemberSpec[] {
  return Array.from({ length: spec.members }, (_, n) => memberSpec(spec, n, spec.seed + n * seedStride));
}

/** The first member, with another seed and fewer steps. */
export function evaluationSpecs(spec: ResolvedSpec): MemberSpec[] {
  const first = memberSpec(spec, 0, spec.seed + spec.members * seedStride);
  return [{ ...first, steps: Math.ceil(evaluationShare * first.steps) }];
}

/** Far from what callers count seeds by. */
const seedStride = 1_000_003;

function memberSpec(spec: ResolvedSpec, n: number, seed: number): MemberSpec {
  const own = { ...spec, seed: seed % 2 ** 32, base_seasons: [1], season_steps: 1 };
  if (spec.family === 'prices') return own;
  if (spec.family === 'short') {
    const share = shortContexts[n % shortContexts.length];
    const context = Math.max(limits.contextLengthMin, Math.round(share * spec.context_length));
    return { ...own, context_length: Math.min(context, limits.contextLengthMax) };
  }
  const list = seasonalVariety[spec.preset];
  const { context, steps, twoSeasons = false, halves = false } = list[n % list.length];
  const { season_length: season, context_length } = spec;
  const most = Math.floor(limits.contextLengthMax / season);
  const seasons = Math.min(most, Math.max(2, Math.round((context * context_length) / season)));
  return {
    ...own,
    context_length: context === 1 || seasons < 2 ? context_length : seasons * season,
    steps: Math.max(1, Math.round(steps * spec.steps)),
    base_seasons: twoSeasons && seasons >= 7 ? [1, 7] : [1],
    season_steps: halves ? 2 : 1,
  };
}
