import { refuse } from '../../../errors.ts';

/** Steps that a call forecasts; by default those that the model was trained for.
 *  @throws AppError horizon_too_long if they are more */
export function horizonOf(
  { horizon }: { horizon?: number },
  { spec }: { spec: { horizon: number } },
): number {
  const limit = spec.horizon;
  if (horizon === undefined || horizon <= limit) return horizon ?? limit;
  const fault = {
    path: '/horizon',
    message: `\`horizon\` is ${horizon}, and the model was trained for ${limit}`,
    accepted: `at most ${limit}`,
  };
  refuse('horizon_too_long', fault, undefined, { horizon, limit });
}
