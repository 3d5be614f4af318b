import type { ModelSpec } from '../../contracts/schemas/index.ts';
import type { Evidence, Family } from './family.ts';
import type { FamilyName } from './member-spec.ts';
import { prices } from './prices.ts';
import { seasonal } from './seasonal.ts';
import { short } from './short.ts';

/** All families. The first one that suits the data is chosen; the last one suits all. */
export const families = { seasonal, prices, short } satisfies Record<FamilyName, Family>;

export function familyOf({ family }: { family: FamilyName }): Family {
  return families[family];
}

/** Whether forecasts of one series depend on the other series of the call. */
export function readsOtherSeries({ family }: Pick<ModelSpec, 'family'>): boolean {
  return family != null && families[family].seriesFeatures !== null;
}

export function chooseFamily(evidence: Evidence): FamilyName {
  const names = Object.keys(families) as FamilyName[];
  return names.find((name) => families[name].suits(evidence))!;
}
