/** Rows of a table in typed arrays that grow: times, lines and the numbers of each column. */
export class Rows {
  length = 0;
  private capacity = 1_024;
  private timeArray = new Float64Array(this.capacity);
  /** Lines of the rows; null while each row is one line after the row before. */
  private lineArray: Uint32Array | null = null;
  private firstLine = 0;
  private readonly columnArrays: Float64Array[];

  constructor(columns: number) {
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

  times(): Float64Array {
    return this.timeArray.subarray(0, this.length);
  }

  lineOf(row: number): number {
    return this.lineArray === null ? this.firstLine + row : this.lineArray[row];
  }

  column(index: number): Float64Array {
    return this.columnArrays[index].subarray(0, this.length);
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
    this.capacity = Math.ceil(this.capacity * rowsGrowth);
    this.timeArray = new Float64Array(grown(this.timeArray, this.capacity));
    if (this.lineArray !== null) this.lineArray = new Uint32Array(grown(this.lineArray, this.capacity));
    for (let i = 0; i < this.columnArrays.length; i++)
      this.columnArrays[i] = new Float64Array(grown(this.columnArrays[i], this.capacity));
  }
}

/** Growth of the arrays when they are full. */
export const rowsGrowth = 1.25;

/** A longer buffer with the same numbers. The memory of the shorter one is free at once, not when it is collected.
 *  @param length numbers */
export function grown(
  { buffer, BYTES_PER_ELEMENT }: Float64Array | Uint32Array,
  length: number,
): ArrayBuffer {
  return (buffer as ArrayBuffer).transfer(length * BYTES_PER_ELEMENT);
}
