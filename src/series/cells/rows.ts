/** Room for rows that a table has from the start; less if it has many columns, of which each has the room. */
const roomMax = 1_024;
export const roomMin = 8;
const roomNumbersMax = 1_000_000;

/** Rows of a table in typed arrays that grow: times, lines and the numbers of each column. */
export class Rows {
  length = 0;
  private capacity: number;
  private timeArray: Float64Array;
  /** Lines of the rows; null while each row is one line after the row before. */
  private lineArray: Uint32Array | null = null;
  private firstLine = 0;
  private readonly columnArrays: Float64Array[];

  constructor(columns: number) {
    this.capacity = Math.max(roomMin, Math.min(roomMax, Math.floor(roomNumbersMax / columns)));
    this.timeArray = new Float64Array(this.capacity);
    this.columnArrays = Array.from({ length: columns }, () => new Float64Array(this.capacity));
  }

  /** Adds a row. Its values are missing until `set` is called. */
  add(time: number, line: number): void {
    if (this.length === this.capacity) this.grow();
    this.timeArray[this.length] = time;
    if (this.length === 0) this.firstLine = line;
    if (this.lineArray === null && line !== this.firstLine + this.length) this.lineArray = this.consecutive();
    if (this.lineArray !== null) this.lineArray[this.length] = line;
    for (const column of this.columnArrays) column[this.length] = Number.NaN;
    this.length++;
  }

  /** Sets a value of the last row. */
  set(column: number, value: number): void {
    this.columnArrays[column][this.length - 1] = value;
  }

  multiply(column: number, row: number, factor: number): void {
    this.columnArrays[column][row] = Math.round(this.columnArrays[column][row] * factor);
  }

  /** Moves the times of all rows so far. */
  shiftTimes(ms: number): void {
    for (let row = 0; row < this.length; row++) this.timeArray[row] += ms;
  }

  times(): Float64Array {
    return this.timeArray.subarray(0, this.length);
  }

  lineOf(row: number): number {
    return this.lineArray === null ? this.firstLine + row : this.lineArray[row];
  }

  column(index: number): Float64Array {
    return this.columnArrays[index].subarray(0, this.length);
  }

  /** Whether any column has a value in a row. */
  hasValue(row: number): boolean {
    return this.columnArrays.some((column) => !Number.isNaN(column[row]));
  }

  /** Whether every number is a whole number. */
  areWhole(): boolean {
    return this.columnArrays.every((_, i) =>
      this.column(i).every((value) => Number.isNaN(value) || Number.isInteger(value)),
    );
  }

  private consecutive(): Uint32Array {
    const lines = new Uint32Array(this.capacity);
    for (let row = 0; row < this.length; row++) lines[row] = this.firstLine + row;
    return lines;
  }

  private grow(): void {
    this.capacity = grownLength(this.capacity);
    this.timeArray = grown(this.timeArray, this.capacity);
    if (this.lineArray !== null) this.lineArray = grown(this.lineArray, this.capacity);
    for (let i = 0; i < this.columnArrays.length; i++)
      this.columnArrays[i] = grown(this.columnArrays[i], this.capacity);
  }
}

/** Growth of full arrays. The system gives long arrays memory where they are used, so that they may be much longer. */
const growth = { short: 1.25, long: 2 };
const longMin = 131_072;

export function grownLength(length: number): number {
  if (length < roomMax) return 2 * length;
  return Math.ceil(length * (length < longMin ? growth.short : growth.long));
}

/** A longer array with the same numbers. The memory of the shorter one is free at once, not when it is collected. Its
 *  buffer is not transferred to the longer one: that would use all of the longer one. */
export function grown<T extends Float64Array | Uint32Array | Uint16Array>(array: T, length: number): T {
  const longer = new (array.constructor as new (length: number) => T)(length);
  longer.set(array);
  (array.buffer as ArrayBuffer).transfer(0);
  return longer;
}
