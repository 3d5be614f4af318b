/** Decides from the header and the first rows which columns have times, series ids and numbers. */

import type { ExpectedColumns, ReadContext } from '../../contracts/ports/index.ts';
import type { TableOptions } from '../../contracts/schemas/index.ts';
import { listedNames } from '../../contracts/values/index.ts';
import type { Delimiter } from '../cells/index.ts';
import { decimalMarkOf, refuseJoinedFields } from '../cells/index.ts';
import {
  acceptedForLimit,
  acceptedHeader,
  acceptedHours,
  acceptedSigns,
  allFlagWords,
  areLimited,
  type Column,
  columnByKey,
  columnFinder,
  columnNamed,
  columnsNamed,
  columnsWithout,
  currencyBefore,
  describesDay,
  type FlagWords,
  flagOf,
  hasDebitMark,
  idKeys,
  isDuration,
  isMissing,
  isNumber,
  isUnnamed,
  labelOf,
  limitIn,
  mayBeId,
  mayNumberRows,
  type NumberStyle,
  namesRecords,
  naming,
  numbersEntries,
  rowKeysMin,
  splitUnit,
  tellsDebits,
  unitOfColumn,
} from '../columns/index.ts';
import { listed, quoted, refuse } from '../faults/index.ts';
import { plainCharacters } from '../text/index.ts';
import { hasTime, type Sample, type TimePlan, timePlan } from '../time-columns/index.ts';
import { attributeOf } from './attributes.ts';
import { expectedCovariates } from './expected-columns.ts';
import { columnsBeyond, repeatInSeries } from './id-columns.ts';

/** Columns that may name series, and other columns of text, whose values are compared. */
const idColumnsMax = 16;
const textColumnsMax = 12;

export interface TablePlan extends TimePlan {
  /** Columns that name series in any case, in the order of the id. */
  ids: Column[];
  /** Columns that name series if times repeat without them. */
  mayBeIds: Column[];
  /** Other columns of text. They may explain times that repeat. */
  texts: Column[];
  /** Columns of `mayBeIds` and `texts` whose values are not compared, because there are too many. */
  notCompared: Column[];
  /** Columns of numbers. They become series, targets or covariates when all rows are known. */
  values: Column[];
  /** Value columns without any value so far. If text appears in one of them, the column is ignored. */
  undecided: Set<Column>;
  ignored: Set<Column>;
  /** Columns that the upload of the dataset did not read, of those of a table that continues it. */
  unread: Column[];
  /** Columns of text whose first rows tell debits from credits. */
  debits: Column[];
  /** Columns that number the rows. They are not read. */
  rowNumbers: Column[];
  /** Columns `static.NAME`: static attributes of the series. */
  statics: Column[];
  /** Columns that the caller names as the target or as covariates, expected covariates, and those of an export. */
  named: ReadonlySet<Column>;
  /** Units of columns whose cells all are numbers with the same unit, such as `kW`. */
  units: Map<Column, string>;
  /** Columns of words for yes and no. They are covariates, or the target if the caller names them. */
  flags: Map<Column, FlagWords>;
  /** Columns of `flags` whose first rows have one word only. They are columns of text if the others
   *  do not have the other. */
  halfFlags: Set<Column>;
  /** Null: no number of the first rows shows the decimal mark. */
  decimal: NumberStyle | null;
  isDecimalStated: boolean;
}

type Content = 'numbers' | 'flags' | 'text' | 'empty';
type CellsOf = (column: Column) => string[];
/** Columns of the dataset that the rows of a table continue. */
type ContinuedColumns = Pick<
  NonNullable<ReadContext['continues']>,
  'booleans' | 'columns' | 'ignored' | 'offsets'
>;

/** Columns that the reader of a table knows before it sees them. */
interface KnownColumns {
  continues: ContinuedColumns | null;
  expected: ExpectedColumns | null;
  /** Columns of the dataset whose numbers have units. */
  withUnits: readonly string[];
  /** Whether all columns of numbers besides the target are covariates, because the table is an export. */
  isExport: boolean;
}

/** First rows of a table, and how they are written. */
interface FirstRows {
  /** Cells of each row. */
  rows: string[][];
  delimiter: Delimiter;
  /** Marks of missing values that the caller states, in lower case. */
  missing: readonly string[];
  lineOf(row: number): number;
}

/** @param known `continues` has columns of the dataset that the rows continue; null for an upload. Such rows may have
 *  missing values only
 *  @throws AppError time_column_missing, value_column_missing, column_unknown, request_invalid,
 *  cell_invalid, reading_ambiguous */
export function planTable(
  columns: Column[],
  { rows, delimiter, missing, lineOf }: FirstRows,
  options: TableOptions,
  known: KnownColumns,
): TablePlan {
  const { continues: continued, expected } = known;
  const sample = sampleOf(rows, missing, lineOf);
  const found = splitColumns(columns, sample, options, known);
  const unread = unreadOf(found.rest, options, continued);
  const split = { ...found, rest: columnsWithout(found.rest, unread) };
  const { times, rest, timed } = split;
  // A cell of a model's covariate has to be a number. In rows that are added, a column of text is
  // left out with a warning.
  const covariates = expected?.isAppended ? [] : expectedCovariates(rest, expected);
  const contents = contentsOf(rest, timed, options, known, covariates);
  const { named, units, flags, halfFlags } = contents;
  const numbered = rowNumbersOf(split, contents, timed, continued);
  const rowNumbers = columnsWithout(numbered, expectedCovariates(numbered, expected));
  const numeric = rest.filter((column) => contents.of.get(column) !== 'text' || named.has(column));
  const texts = columnsWithout(found.rest, numeric, rowNumbers);
  const values = valuesOf(columnsWithout(numeric, rowNumbers), named, options);
  const hasNumbers = (column: Column) => contents.of.get(column) === 'numbers';
  const hasValues = values.some(hasNumbers) || (continued !== null && values.length > 0);
  const mayBeIds = split.mayBeIds.filter((column) => !named.has(column));
  const otherTexts = columnsWithout(texts, split.mayBeIds);
  const compared = { idsOf: timed.idsOf, repeated: repeatedTimes(timed, times) };
  if (!hasValues && options.target === undefined) refuseWithoutValues(columns, split, contents, timed);
  return {
    ...times,
    ids: split.ids,
    mayBeIds,
    texts: otherTexts,
    notCompared: [
      ...columnsBeyond(mayBeIds, compared, idColumnsMax),
      ...columnsBeyond(otherTexts, compared, textColumnsMax),
    ],
    values,
    undecided: new Set(values.filter((column) => contents.of.get(column) === 'empty' && !named.has(column))),
    // Bars around a row make empty columns without a name.
    ignored: new Set(texts.filter((column) => column.name !== '' || timed.cellsOf(column).length > 0)),
    unread,
    debits: texts.filter((column) => tellsDebits(timed.cellsOf(column))),
    rowNumbers,
    statics: split.statics,
    named,
    units,
    flags,
    halfFlags,
    decimal: decimalOf(values.filter(hasNumbers), mayBeIds, units, timed, options, delimiter),
    isDecimalStated: options.decimal !== undefined,
  };
}

/** The first rows. Cells of columns are those that are not missing. */
interface TableSample extends Sample {
  entriesOf(column: Column): { cell: string; row: number }[];
  /** Cells that are not blank, since `NA` and `-` may be ids. */
  idsOf(column: Column): string[];
  isGiven(cell: string): boolean;
}

/** @param missing marks of missing values, in lower case */
function sampleOf(rows: string[][], missing: readonly string[], lineOf: Sample['lineOf']): TableSample {
  const isGiven = (cell: string) => !isMissing(cell) && !missing.includes(cell.trim().toLowerCase());
  return sampleWith(rows, isGiven, lineOf);
}

/** The rows that have a time; all rows if none has one. */
function timedSample({ rows, isGiven, lineOf }: TableSample, times: TimePlan): TableSample {
  const places = [...rows.keys()].filter((row) => hasTime(times, rows[row]));
  if (places.length === 0) return sampleWith(rows, isGiven, lineOf);
  return sampleWith(
    places.map((row) => rows[row]),
    isGiven,
    (row) => lineOf(places[row]),
  );
}

/** Share of rows whose time is written in another row too. */
function repeatedTimes({ rows }: TableSample, { time, parts }: TimePlan): number {
  const columns = [time, ...parts.map(({ column }) => column)];
  const written = rows.map((cells) => columns.map(({ index }) => (cells[index] ?? '').trim()).join('\0'));
  return 1 - new Set(written).size / Math.max(1, rows.length);
}

function sampleWith(
  rows: string[][],
  isGiven: TableSample['isGiven'],
  lineOf: Sample['lineOf'],
): TableSample {
  return {
    isGiven,
    rows,
    lineOf,
    cellsOf: ({ index }) => rows.map((cells) => plainCharacters(cells[index] ?? '')).filter(isGiven),
    idsOf: ({ index }) => rows.flatMap((cells) => cells[index]?.trim() || []),
    entriesOf: ({ index }) =>
      rows
        .map((cells, row) => ({ cell: plainCharacters(cells[index] ?? ''), row }))
        .filter(({ cell }) => isGiven(cell)),
  };
}

/** Columns that have times, name series or describe them, and the rest. */
interface ColumnSplit extends IdPlan {
  times: TimePlan;
  statics: Column[];
  rest: Column[];
  /** The first rows that have a time. No others are read, such as a line of means. */
  timed: TableSample;
}

/** @throws AppError time_column_missing, column_unknown, request_invalid, reading_ambiguous */
function splitColumns(
  columns: Column[],
  sample: TableSample,
  options: TableOptions,
  known: KnownColumns,
): ColumnSplit {
  const stated = statedIds(columns, options);
  const open = columnsWithout(columns, stated);
  const ofValues = valueColumns(columns, options, known);
  // A dataset without a column of ids has no series that a mark of missing values names.
  const idsOf = (from: TableSample) => (column: Column) =>
    known.continues !== null && from.cellsOf(column).length === 0 ? [] : from.idsOf(column);
  const times = timePlan(open, sample, options, {
    continuedOffsets: known.continues?.offsets ?? null,
    mayBeClock: (column) => !ofValues.includes(column),
    repeatInSeries: (dates) => {
      const { ids, mayBeIds } = idPlanOf(columnsWithout(open, dates), stated, options, idsOf(sample));
      return repeatInSeries(sample.rows, dates, ids, mayBeIds);
    },
  });
  const others = columns.filter(
    (column) => column !== times.time && times.parts.every((part) => part.column !== column),
  );
  const timed = timedSample(sample, times);
  const idPlan = idPlanOf(others, stated, options, idsOf(timed));
  const statics = columnsWithout(others, idPlan.ids).filter((column) => attributeOf(column) !== null);
  return { ...idPlan, times, timed, statics, rest: columnsWithout(others, idPlan.ids, statics) };
}

/** Columns of values by what the caller, the model or the dataset says. */
function valueColumns(
  columns: readonly Column[],
  { target, covariates }: TableOptions,
  { continues, expected, withUnits }: KnownColumns,
): Column[] {
  const find = columnFinder(columns);
  return [
    ...listedNames(covariates ?? ''),
    ...(target === undefined ? [] : [target]),
    ...(expected?.covariates ?? []),
    ...(continues?.columns ?? []),
    ...withUnits,
  ].flatMap((name) => find(name) ?? []);
}

/** Columns that the upload did not read, without those that the caller names. */
function unreadOf(columns: Column[], options: TableOptions, continued: ContinuedColumns | null): Column[] {
  if (continued === null || continued.ignored.length === 0) return [];
  const ignored = lowerCased(continued.ignored);
  const others = columns.filter(({ name }) => ignored.has(name.toLowerCase()));
  return columnsWithout(others, namedValues(columns, options));
}

interface Contents extends Pick<TablePlan, 'named' | 'units' | 'flags' | 'halfFlags'> {
  of: Map<Column, Content>;
}

/** The contents of the columns that may have values. @throws AppError column_unknown, cell_invalid */
function contentsOf(
  columns: Column[],
  { cellsOf, entriesOf, lineOf }: TableSample,
  options: TableOptions,
  known: KnownColumns,
  expected: Column[],
): Contents {
  const { continues: continued, isExport } = known;
  const contents = new Map(columns.map((column) => [column, contentOf(column, cellsOf(column))]));
  const areNumbers = new Map(columns.map((column) => [column, cellsOf(column).every(isNumber)]));
  const stated = [...namedValues(columns, options), ...expected];
  const ofValues = valueColumns(columns, options, known);
  const units = new Map<Column, string>();
  for (const column of columns) {
    if (column.name === '' || mayBeId(column) || areNumbers.get(column)) continue;
    const isNeeded = !namesAllValues(options) || stated.includes(column);
    const unit = unitOfColumn(column, entriesOf(column), lineOf, {
      mayBeCode: !ofValues.includes(column), // a column of values has no codes
      isNeeded,
    });
    if (unit === null) continue;
    units.set(column, unit);
    contents.set(column, 'numbers');
  }
  if (ofValues.length === 0) readSoleAmounts(columns, cellsOf, contents, units);
  const exported = isExport ? columns.filter((column) => contents.get(column) !== 'text') : [];
  const named = new Set([...stated, ...exported]);
  const { flags, halfFlags } = flagsOf(
    columns.filter((column) => column.name !== '' && !units.has(column)),
    named,
    continued === null ? null : lowerCased(continued.booleans),
    cellsOf,
    areNumbers,
  );
  for (const column of flags.keys()) contents.set(column, 'flags');
  return { of: contents, named, units, flags, halfFlags };
}

/** Reads whole numbers behind a currency, which may be names such as `RM 101`, if no other column has values. */
function readSoleAmounts(
  columns: readonly Column[],
  cellsOf: CellsOf,
  contents: Map<Column, Content>,
  units: Map<Column, string>,
): void {
  const hasValues = (column: Column) =>
    contents.get(column) === 'numbers' && !mayBeId(column) && !mayNumberRows(column) && !describesDay(column);
  if (columns.some(hasValues)) return;
  const amounts = amountsIn(columns, cellsOf);
  if (amounts.length !== 1) return;
  const [[column, currency]] = amounts;
  units.set(column, currency);
  contents.set(column, 'numbers');
}

/** Columns whose cells all are numbers behind one further currency, with that currency. Columns that may name series
 *  are none. */
function amountsIn(columns: readonly Column[], cellsOf: CellsOf): [column: Column, currency: string][] {
  return columns.flatMap((column) => {
    const mayBeName = column.name === '' || mayBeId(column);
    const currency = mayBeName ? null : currencyBefore(cellsOf(column));
    return currency === null ? [] : [[column, currency] as [Column, string]];
  });
}

/** Columns that number the rows; none if there are no values beside them. */
function rowNumbersOf(
  { rest, rowId }: ColumnSplit,
  { of: contents, named, flags }: Contents,
  { cellsOf }: TableSample,
  continued: ContinuedColumns | null,
): Column[] {
  // A few rows that are added need not begin with the first number.
  const known = continued?.columns == null ? null : lowerCased(continued.columns);
  const isNew = ({ name }: Column) => known?.has(name.toLowerCase()) === false;
  const isCounted = (column: Column) =>
    namesRecords(column) ? areInOrder(cellsOf(column)) : countsRows(cellsOf(column), numbersEntries(column));
  const isNumbered = (column: Column) =>
    mayNumberRows(column) &&
    !named.has(column) &&
    areWholeNumbers(cellsOf(column)) &&
    (isUnnamed(column) || isCounted(column) || column === rowId || isNew(column));
  const isMeasured = (column: Column) =>
    contents.get(column) === 'numbers' || (continued !== null && flags.has(column));
  return rest.some((column) => isMeasured(column) && !isNumbered(column)) ? rest.filter(isNumbered) : [];
}

/** Whether the caller names the target and all covariates, so that no other column is needed. */
function namesAllValues({ target, covariates }: TableOptions): boolean {
  return target !== undefined && covariates !== undefined;
}

function valuesOf(columns: Column[], named: ReadonlySet<Column>, options: TableOptions): Column[] {
  return namesAllValues(options) ? columns.filter((column) => named.has(column)) : columns;
}

/** @throws AppError value_column_missing */
function refuseWithoutValues(
  columns: Column[],
  { times, rest }: ColumnSplit,
  { flags }: Contents,
  { cellsOf }: TableSample,
): never {
  const example = exampleOf(rest, cellsOf);
  const { cell = '' } = example ?? {};
  const limit = limitIn(cell);
  const amounts = amountsIn(rest, cellsOf).map(([column]) => column);
  const target = [...amounts, ...flags.keys()].at(0);
  const words = amounts.length === 0 ? 'words as 1 and 0' : 'cells as amounts';
  const remedy = target === undefined ? '' : `; target=${labelOf(target)} reads its ${words}`;
  const accepted = hasDebitMark(cell)
    ? acceptedSigns
    : isDuration(cell)
      ? acceptedHours
      : limit === null
        ? acceptedHeader
        : acceptedForLimit(limit);
  refuse('value_column_missing', {
    message: `no column contains numbers except the times in ${JSON.stringify(labelOf(times.time))}; the columns are ${listed(columns.map(labelOf))}${example === null ? '' : `. ${quoted(example.cell)} is not a number (column ${quoted(labelOf(example.column))})`}`,
    accepted: `${accepted}${remedy}`,
    alternatives: target === undefined ? [] : naming('target', target),
  });
}

/** The stated decimal mark, or the one that the numbers show. Columns that may name series show
 *  none: `10.01` may be an id.
 *  @throws AppError reading_ambiguous */
function decimalOf(
  columns: Column[],
  mayBeIds: Column[],
  units: ReadonlyMap<Column, string>,
  { cellsOf, entriesOf, lineOf }: TableSample,
  { decimal }: TableOptions,
  delimiter: Delimiter,
): NumberStyle | null {
  if (decimal !== undefined) return styles[decimal];
  const bareCellsOf = (column: Column) =>
    units.has(column) ? cellsOf(column).map((cell) => splitUnit(cell)?.number ?? cell) : cellsOf(column);
  const sure = columnsWithout(columns, mayBeIds);
  const uncertain = columnsWithout(columns, sure);
  if (delimiter === ',') for (const column of sure) refuseJoinedFields(column, entriesOf(column), lineOf);
  return decimalMarkOf(sure.flatMap(bareCellsOf), uncertain.flatMap(bareCellsOf), delimiter);
}

const styles = { '.': 'point', ',': 'comma' } as const;

function lowerCased(names: readonly string[]): Set<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

/** @throws AppError column_unknown, request_invalid */
function statedIds(columns: Column[], { id_column, id_columns }: TableOptions): Column[] {
  if (id_column !== undefined && id_columns !== undefined) {
    refuse('request_invalid', {
      path: '?id_column',
      message: '`id_column` and `id_columns` are there together',
      accepted: 'one of them',
    });
  }
  if (id_column !== undefined) return [columnNamed(columns, id_column, 'id_column')];
  return id_columns === undefined ? [] : columnsNamed(columns, id_columns, 'id_columns');
}

interface IdPlan {
  ids: Column[];
  mayBeIds: Column[];
  /** A column with the name of an id and another integer in each row. */
  rowId: Column | null;
}

function idPlanOf(columns: Column[], stated: Column[], { layout }: TableOptions, idsOf: CellsOf): IdPlan {
  if (stated.length > 0 || (layout !== 'auto' && layout !== 'long'))
    return { ids: stated, mayBeIds: [], rowId: null };
  // A column without any value names nothing.
  const sure = columnByKey(
    columns.filter((column) => idsOf(column).length > 0),
    idKeys,
  );
  const named = columns.filter(mayBeId);
  if (sure === undefined) {
    if (layout === 'long' && named.length === 0) {
      refuse('column_unknown', {
        path: '?layout',
        message: `the long layout needs a column with series ids; the columns are ${listed(columns.map(labelOf))}`,
        accepted:
          'a column named unique_id, series_id, id, symbol or ticker, or the names of columns in id_columns',
      });
    }
    return { ids: [], mayBeIds: named, rowId: null };
  }
  const others = named.filter((column) => column !== sure);
  // Different integers in all rows are row numbers, unless the times repeat.
  const ids = idsOf(sure);
  const areDifferent = ids.length > 1 && new Set(ids).size === ids.length;
  const numbersRows = areDifferent && ids.every((cell) => /^\d+$/.test(cell));
  // Other different values name rows too, such as transactions, if the name of the column does not say more.
  const namesRows = areDifferent && sure.key === 'id' && ids.length >= rowKeysMin;
  if (layout !== 'auto' || !(numbersRows || namesRows)) return { ids: [sure], mayBeIds: others, rowId: null };
  return { ids: [], mayBeIds: [sure, ...others], rowId: numbersRows ? sure : null };
}

/** A cell that has digits and is no number; null if there is none. */
function exampleOf(columns: readonly Column[], cellsOf: CellsOf): { cell: string; column: Column } | null {
  for (const column of columns) {
    const cell = cellsOf(column).find((one) => /\p{Nd}/u.test(one) && !isNumber(one));
    if (cell !== undefined) return { cell: cell.trim(), column };
  }
  return null;
}

/** Further columns with one word in their first rows are columns of text. */
const halfFlagsMax = 8;

function flagsOf(
  columns: readonly Column[],
  named: ReadonlySet<Column>,
  continued: ReadonlySet<string> | null,
  cellsOf: CellsOf,
  areNumbers: ReadonlyMap<Column, boolean>,
): Pick<TablePlan, 'flags' | 'halfFlags'> {
  const flags = new Map<Column, FlagWords>();
  const halfFlags = new Set<Column>();
  for (const column of columns) {
    const isKnown = continued?.has(column.name.toLowerCase()) === true;
    const isNamed = named.has(column);
    if (continued !== null ? !isKnown : mayBeId(column) && !isNamed) continue;
    if (areNumbers.get(column)) {
      if (isKnown && cellsOf(column).length > 0) flags.set(column, allFlagWords);
      continue;
    }
    const flag = flagOf(cellsOf(column), isKnown || isNamed);
    if (flag === null) continue;
    if (!flag.isSure && halfFlags.size >= halfFlagsMax) continue;
    flags.set(column, flag.words);
    if (!flag.isSure) halfFlags.add(column);
  }
  return { flags, halfFlags };
}

/** Reads a column of words as one of text. */
export function dropFlag({ flags, undecided, ignored }: TablePlan, column: Column): void {
  flags.delete(column);
  undecided.add(column);
  ignored.add(column);
}

/** Notes what the roles of the columns say about them. */
export function applyRoles(
  plan: TablePlan,
  changes: Record<'droppedFlags' | 'decided' | 'ignored', readonly Column[]>,
): void {
  for (const column of changes.droppedFlags) dropFlag(plan, column);
  for (const column of changes.decided) plan.undecided.delete(column);
  for (const column of changes.ignored) plan.ignored.add(column);
}

/** Columns that the caller names as the target or as covariates. */
function namedValues(columns: Column[], { target, covariates }: TableOptions): Column[] {
  return [
    ...(target === undefined ? [] : [columnNamed(columns, target, 'target')]),
    ...(covariates === undefined ? [] : columnsNamed(columns, covariates, 'covariates')),
  ];
}

function areWholeNumbers(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell) => /^\d+(\.0*)?$/.test(cell.trim()));
}

/** Whether the cells count 0, 1, 2 … or 1, 2, 3 …, perhaps again from the start.
 *  @param isFromAny whether they may begin with any number, and count down */
function countsRows(cells: string[], isFromAny: boolean): boolean {
  const numbers = cells.map(Number);
  const [start, second] = numbers;
  if (isFromAny && numbers.length >= rowKeysMin) {
    const step = second - start;
    return Math.abs(step) === 1 && numbers.every((value, i) => value === start + i * step);
  }
  return (
    (start === 0 || start === 1) &&
    numbers.every((value, i) => value === start || (i > 0 && value === numbers[i - 1] + 1))
  );
}

/** Whether each number is larger than the one before, or each is smaller. */
function areInOrder(cells: readonly string[]): boolean {
  if (cells.length < rowKeysMin) return false;
  const numbers = cells.map(Number);
  const isRising = numbers[1] > numbers[0];
  return numbers.every((value, i) => i === 0 || (isRising ? value > numbers[i - 1] : value < numbers[i - 1]));
}

/** The content of a column. A column without a name is ignored like text, because nothing can refer to it. */
function contentOf({ name }: Column, cells: string[]): Content {
  if (name === '') return 'text';
  if (cells.length === 0) return 'empty';
  const numbers = cells.filter(isNumber);
  return 2 * numbers.length >= cells.length || areLimited(cells) ? 'numbers' : 'text';
}
