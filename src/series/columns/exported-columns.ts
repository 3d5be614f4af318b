import { idKeys, isNamedAsTime, mayBeId, mayNumberRows, namesTime, targetKeys } from './column-names.ts';
import { type Column, columnByKey, keyOf } from './header.ts';

/** Whether an upload of an export finds its target and its covariates by the names of the columns. Otherwise the export has a mark. */
export function findsColumns(target: string, covariates: readonly string[]): boolean {
  const columns = [target, ...covariates].map((name, index) => ({ index, name, key: keyOf(name) }));
  if (!columns.every(namesValues)) return false;
  return covariates.length === 0 || columnByKey(columns, targetKeys) === columns[0];
}

/** Whether no name of a column suggests ids, times, or numbers of rows. */
function namesValues(column: Column): boolean {
  const mayBeOther = mayBeId(column) || isNamedAsTime(column) || mayNumberRows(column);
  return !mayBeOther && !namesTime(column.name) && !idKeys.includes(column.key);
}
