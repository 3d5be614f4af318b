import { targetKeys } from './column-names.ts';
import { columnByKey, keyOf } from './header.ts';

/** Whether an upload of an export finds its target by the names of the columns. Otherwise the export has a mark. */
export function findsTarget(target: string, covariates: readonly string[]): boolean {
  if (covariates.length === 0) return true;
  const columns = [target, ...covariates].map((name, index) => ({ index, name, key: keyOf(name) }));
  return columnByKey(columns, targetKeys) === columns[0];
}
