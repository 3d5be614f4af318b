/** Columns whose cells are lists or records. A table has one number in a cell, so nothing is read from them. */
import type { SchemaTree } from 'hyparquet';
import type { TableOptions } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { keyOf, targetKeys } from '../columns/index.ts';
import { listed, quoted, refuse } from '../faults/index.ts';

const accepted = 'one row for each observation, so explode the lists first, with a time for each value';

/** Errors of a table that lacks what its nested columns may have. */
const ofNested = new Set<string>(['value_column_missing', 'time_column_missing']);

/** Parser of the library for geometries. They are left out like records, so their bytes are not read,
 *  and none can be wrong. */
export const geometryParsers = { geometryFromBytes: (bytes: Uint8Array | undefined) => bytes && {} };

/** Names of nested columns. */
export function nestedNames(columns: readonly SchemaTree[]): string[] {
  return columns
    .filter(({ element, children }) => children.length > 0 || element.repetition_type === 'REPEATED')
    .map(({ element }) => element.name);
}

/** @throws AppError value_column_missing if a nested column is the target, by its name or by the option */
export function refuseNestedTarget(names: readonly string[], { target }: Pick<TableOptions, 'target'>): void {
  const isTarget = (name: string) =>
    target === undefined ? targetKeys.includes(keyOf(name)) : keyOf(name) === keyOf(target);
  const found = names.find(isTarget);
  if (found === undefined) return;
  refuse('value_column_missing', {
    path: '?target',
    message: `the column ${quoted(found)} has a list or a record in each row`,
    accepted,
  });
}

/** An error that also names the nested columns, if the table lacks what they may have. */
export function explained(error: unknown, names: readonly string[]): unknown {
  if (!(error instanceof AppError) || names.length === 0 || !ofNested.has(error.code)) return error;
  const sentence = `Lists and records were not read (${listed([...names])}). A table has ${accepted}.`;
  return new AppError(error.code, { ...error.details, detail: `${error.message} ${sentence}` });
}
