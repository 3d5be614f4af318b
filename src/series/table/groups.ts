/** Makes series of the rows of a table. */

import type { SeriesData } from '../../contracts/schemas/index.ts';
import { limits, listedNames, unstorableReason } from '../../contracts/values/index.ts';
import type { Rows } from '../cells/index.ts';
import { type Column, labelOf } from '../columns/index.ts';
import type { SeriesGroup } from '../dataset/index.ts';
import { Faults, listed, quoted, refuse } from '../faults/index.ts';
import { type CodedColumn, type Codes, groupedBy, idSeparator } from './id-columns.ts';

/** Rows of one series, or of all series of a wide table. */
export interface RowGroup {
  id: string;
  times: Float64Array; // [T], in the order of the rows
  /** Position of each row in the table. */
  readonly rows: Uint32Array; // [T]
  /** Position of the first row if the others follow it; null if they do not. */
  firstRow: number | null;
}

/** @throws AppError cell_invalid if a row has no id, series_too_many, series_duplicate */
export function rowGroups(columns: readonly CodedColumn[], rows: Rows, soleId: string): RowGroup[] {
  const { groups, firstRows } = groupedBy(columns, rows.length);
  checkIds(columns, rows);
  if (firstRows.length > limits.seriesPerDatasetMax)
    refuseSeries(rows.lineOf(firstRows[limits.seriesPerDatasetMax]));
  const ids = firstRows.map((row) =>
    columns.length === 0
      ? soleId
      : columns.map((column) => column.values[column.codes()[row]]).join(idSeparator),
  );
  checkJoined(columns, ids, (i) => rows.lineOf(firstRows[i]));

  const counts = new Uint32Array(firstRows.length);
  for (const group of groups) counts[group]++;
  const times = rows.times();
  if (areContiguous(groups, firstRows))
    return ids.map((id, i) => contiguousGroup(id, times, firstRows[i], counts[i]));
  const made = ids.map((id, i) => ({
    id,
    times: new Float64Array(counts[i]),
    rows: new Uint32Array(counts[i]),
    firstRow: null,
  }));
  counts.fill(0);
  for (let row = 0; row < groups.length; row++) {
    const group = made[groups[row]];
    const at = counts[groups[row]]++;
    group.times[at] = times[row];
    group.rows[at] = row;
  }
  return made;
}

function contiguousGroup(id: string, times: Float64Array, from: number, count: number): RowGroup {
  return {
    id,
    times: times.subarray(from, from + count),
    firstRow: from,
    // Few tables need the positions.
    get rows() {
      return Uint32Array.from({ length: count }, (_, i) => from + i);
    },
  };
}

/** Position of a row of a group in the table. */
export function positionOf(group: RowGroup, row: number): number {
  return group.firstRow === null ? group.rows[row] : group.firstRow + row;
}

/** A group without some of its rows; the group itself if it has no others. */
export function withoutRows(group: RowGroup, left: ReadonlySet<number>): RowGroup {
  if (left.size === 0 || left.size === group.times.length) return group;
  const isKept = (_: number, row: number) => !left.has(row);
  return {
    id: group.id,
    times: group.times.filter(isKept),
    rows: group.rows.filter(isKept),
    firstRow: null,
  };
}

/** Whether the rows of each group follow each other. Their arrays are then parts of the columns, not copies. */
function areContiguous(groups: Codes, firstRows: number[]): boolean {
  let changes = 0;
  for (let row = 1; row < groups.length; row++) if (groups[row] !== groups[row - 1]) changes++;
  return changes === firstRows.length - 1;
}

/** @param line line of the first row of a further series */
export function refuseSeries(line: number): never {
  return refuse('series_too_many', {
    line,
    message: `the table has more than ${limits.seriesPerDatasetMax} series`,
    accepted: `at most ${limits.seriesPerDatasetMax} in a dataset`,
  });
}

function checkIds(columns: readonly CodedColumn[], rows: Rows): void {
  const faults = new Faults('cell_invalid');
  for (const column of columns) {
    const wrong = new Set<number>();
    column.values.forEach((value, code) => {
      const isLong = value.length > limits.seriesIdLengthMax;
      if (value === '' || isLong || unstorableReason(value) !== null) wrong.add(code);
    });
    if (wrong.size === 0) continue;
    const codes = column.codes();
    for (let row = 0; row < rows.length; row++) {
      if (!wrong.has(codes[row])) continue;
      const value = column.values[codes[row]];
      const { length } = value;
      const reason = unstorableReason(value);
      faults.add({
        line: rows.lineOf(row),
        message:
          length === 0
            ? 'the row has no series id'
            : reason === null
              ? `the series id has ${length} characters`
              : `the series id ${quoted(value)} contains ${reason}, which cannot be stored`,
        accepted: `an id of 1 to ${limits.seriesIdLengthMax} characters in each row${reason === null ? '' : ', without it'} (column "${labelOf(column.column)}")`,
      });
    }
  }
  faults.throwIfAny();
}

function checkJoined(columns: readonly CodedColumn[], ids: string[], lineOf: (i: number) => number): void {
  if (columns.length < 2) return;
  const known = new Map<string, number>();
  ids.forEach((id, i) => {
    const other = known.get(id);
    known.set(id, i);
    if (other === undefined && id.length <= limits.seriesIdLengthMax) return;
    refuse(other === undefined ? 'cell_invalid' : 'series_duplicate', {
      line: lineOf(i),
      message:
        other === undefined
          ? `the values of ${listed(columns.map(({ column }) => labelOf(column)))} make an id of ${id.length} characters`
          : `two series have the id ${JSON.stringify(id)}, because values contain ${idSeparator}; the first is on line ${lineOf(other)}`,
      accepted: `values without ${idSeparator}, of at most ${limits.seriesIdLengthMax} characters together`,
    });
  });
}

interface TableOfGroups {
  rows: Rows;
  /** Columns of the table with their position in `rows`. */
  values: readonly { column: Column; at: number }[];
  /** Whether each column is a series. */
  isWide: boolean;
  /** Whether the series keep the line of each of their rows. */
  keepsLines: boolean;
}

/** The series of a group: one, or in the wide layout one for each column. */
export function seriesOf(
  group: RowGroup,
  attributes: SeriesData['static'],
  { rows, values, isWide, keepsLines }: TableOfGroups,
): SeriesGroup {
  const { id, times } = group;
  const positions = group.firstRow === null ? group.rows : null;
  const lineOf = (i: number) => rows.lineOf(positions === null ? group.firstRow! + i : positions[i]);
  const place = (i: number) => ({ line: lineOf(i) });
  const lines = keepsLines ? Float64Array.from(times, (_, i) => lineOf(i)) : undefined;
  const columns = values.map(({ column, at }) => [labelOf(column), picked(rows.column(at), group)] as const);
  if (isWide) {
    return {
      times,
      lines,
      place,
      series: columns.map(([name, numbers]) => ({ id: name, values: numbers, covariates: {}, static: {} })),
    };
  }
  const [[, numbers], ...beside] = columns;
  const covariates = Object.fromEntries(beside);
  return { times, lines, place, series: [{ id, values: numbers, covariates, static: attributes }] };
}

function picked(values: Float64Array, group: RowGroup): Float64Array {
  const { times, firstRow } = group;
  if (firstRow !== null) return values.subarray(firstRow, firstRow + times.length);
  const { rows } = group;
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < picked.length; i++) picked[i] = values[rows[i]];
  return picked;
}

/** The columns and the series that the option `exclude` leaves out. */
export class Exclusions {
  readonly names: readonly string[];
  private readonly unused: Set<string>;

  constructor(list: string | undefined) {
    this.names = listedNames(list ?? '');
    this.unused = new Set(this.names);
  }

  /** The columns that are kept. Names are compared in lower case. */
  columns(columns: Column[]): Column[] {
    if (this.names.length === 0) return columns;
    const places = placesOf(this.names.map((name) => name.toLowerCase()));
    return columns.filter(({ name }) => !this.leavesOut(places.get(name.toLowerCase())));
  }

  /** The series that are kept. A name is an id, or a value of one of several id columns.
   *  @throws AppError series_empty if none is kept */
  series(groups: SeriesGroup[]): SeriesGroup[] {
    if (this.names.length === 0) return groups;
    const places = placesOf(this.names);
    const isKept = ({ id }: { id: string }) => {
      let first = places.get(id);
      for (const part of id.split(idSeparator)) {
        const place = places.get(part);
        if (place !== undefined && (first === undefined || place < first)) first = place;
      }
      return !this.leavesOut(first);
    };
    const kept = groups
      .map((group) => ({ ...group, series: group.series.filter(isKept) }))
      .filter(({ series }) => series.length > 0);
    if (kept.length > 0) return kept;
    return refuse('series_empty', {
      path: '?exclude',
      message: 'the option leaves all series out',
      accepted: 'names that leave at least one series',
    });
  }

  /** @param place of the first name that stands for the column or series */
  private leavesOut(place: number | undefined): boolean {
    if (place === undefined) return false;
    this.unused.delete(this.names[place]);
    return true;
  }

  /** @throws AppError column_unknown for a name that is neither a column nor a series */
  requireUsed(): void {
    const [name] = this.unused;
    if (name === undefined) return;
    refuse('column_unknown', {
      path: '?exclude',
      message: `there is no column and no series ${quoted(name)}`,
      accepted: 'names of columns, and ids of series as the answer without exclude writes them',
    });
  }
}

/** The first place of each name. */
function placesOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, place): [string, number] => [name, place]).reverse());
}
