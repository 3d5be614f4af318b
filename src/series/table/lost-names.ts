import { listItem, lostName } from '../../contracts/values/index.ts';
import { type Column, labelOf, naming } from '../columns/index.ts';
import { quoted, refuse } from '../faults/index.ts';
import { attributeOf } from './attributes.ts';

/** Answers have values and attributes by name, in objects. @param columns those whose names are kept
 *  @throws AppError request_invalid for a name that an object loses */
export function requireKeptNames(columns: readonly Column[], headerLine: number): void {
  const lost = columns.find((column) => (attributeOf(column) ?? labelOf(column)) === lostName);
  if (lost === undefined) return;
  refuse('request_invalid', {
    line: headerLine,
    message: `the column ${quoted(labelOf(lost))} has the name \`${lostName}\`, which gets lost in JSON`,
    accepted: `another name: rename the column; or leave it out with exclude=${listItem(labelOf(lost))}`,
    alternatives: naming('exclude', lost),
  });
}
