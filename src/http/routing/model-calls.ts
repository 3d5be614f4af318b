import type { KindCalls } from '../../contracts/ports/index.ts';
import { kindOf, type Model } from '../../contracts/schemas/index.ts';
import type { AppDeps } from './deps.ts';

/** The calls for the kind of a model. */
export function callsFor({ calls }: Pick<AppDeps, 'calls'>, model: Pick<Model, 'spec'>): KindCalls {
  return calls[kindOf(model)];
}
