/** Specs of the networks of an ensemble, which differ in seed, context, base path and steps. */
import assert from 'node:assert/strict';
import type { ModelSpec } from '../../contracts/schemas/index.ts';
import { methodTail } from '../methods/index.ts';
import { familyOf } from './families.ts';
import { layoutOf } from './member-layout.ts';
import type { MemberSpec, ResolvedSpec } from './member-spec.ts';
import { kindTail } from './series-kind.ts';

/** Steps of the network that is trained without the held-out parts, as a share of a member's. */
const heldOutShare = 0.6;

/** Most observations of a series that a forecast reads. */
export function tailPoints(spec: ModelSpec): number {
  const known = tails.get(spec);
  if (known !== undefined) return known;
  assert(spec.context_length !== null && spec.base !== null, 'the spec of a trained model is complete');
  const resolved = spec as ResolvedSpec;
  const ofMethods = methodTail(Object.keys(resolved.shares ?? {}), resolved);
  const tail = Math.max(kindTail(resolved.season_length), ofMethods, memberTail(spec));
  tails.set(spec, tail);
  return tail;
}

/** Tails of the specs that are in use: each forecast of a model asks for the same one. */
const tails = new WeakMap<ModelSpec, number>();

/** Observations before the origin that the networks read, and most methods. */
export function memberTail(spec: ModelSpec): number {
  return Math.max(...memberSpecs(spec as ResolvedSpec).map((member) => layoutOf(member).tail));
}

export function memberSpecs(spec: ResolvedSpec): MemberSpec[] {
  return Array.from({ length: spec.members }, (_, n) => memberSpec(spec, n, spec.seed + n * seedStride));
}

/** The first member, with another seed and fewer steps. */
export function heldOutSpecs(spec: ResolvedSpec): MemberSpec[] {
  const first = memberSpec(spec, 0, spec.seed + spec.members * seedStride);
  return [{ ...first, steps: Math.ceil(heldOutShare * first.steps) }];
}

/** Distance of the seeds of two members: far from that of seeds that callers count up. */
const seedStride = 1_000_003;

function memberSpec(spec: ResolvedSpec, n: number, seed: number): MemberSpec {
  return {
    ...spec,
    seed: seed % 2 ** 32,
    base_seasons: [1],
    season_steps: 1,
    ...familyOf(spec).memberVariant(spec, n),
  };
}
