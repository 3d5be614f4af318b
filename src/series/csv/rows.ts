/** Rows after which repeated times are looked for while a table arrives. */
const repeatsExaminedMin = 65_536;
/** Share of rows with a repeated time that no table has by mistake, or by an hour that clocks repeat. */
const repeatedShareMax = 0.25;

/** Rows of one series, or of all series of a wide table, in typed arrays that grow. */
export class Rows {
  length = 0;
  /** Whether most times are repeated. It is examined each time the number of rows has doubled. */
  isRepetitive = false;
  private capacity = 16;
  private timeArray = new Float64Array(16);
  private lineArray = new Uint32Array(16);
  private readonly columnArrays: Float64Array[];

  constructor(columns: number) {
    this.columnArrays = Array.from({ length: columns }, () => new Float64Array(16));
  }

  /** Adds a row. Its values are missing until `set` is called. */
  add(time: number, line: number): void {
    if (this.length === this.capacity) this.grow();
    this.timeArray[this.length] = time;
    this.lineArray[this.length] = line;
    for (const column of this.columnArrays) column[this.length] = Number.NaN;
    this.length++;
  }

  /** Sets a value of the last row. */
  set(column: number, value: number): void {
    this.columnArrays[column][this.length - 1] = value;
  }

  times(): Float64Array {
    return this.timeArray.slice(0, this.length);
  }

  lineOf(row: number): number {
    return this.lineArray[row];
  }

  column(index: number): Float64Array {
    return this.columnArrays[index].slice(0, this.length);
  }

  private grow(): void {
    if (this.length >= repeatsExaminedMin)
      this.isRepetitive = repeatsIn(this.timeArray) > repeatedShareMax * this.length;
    this.capacity *= 2;
    this.timeArray = grown(this.timeArray, new Float64Array(this.capacity));
    this.lineArray = grown(this.lineArray, new Uint32Array(this.capacity));
    for (let i = 0; i < this.columnArrays.length; i++) {
      this.columnArrays[i] = grown(this.columnArrays[i], new Float64Array(this.capacity));
    }
  }
}

function grown<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function repeatsIn(times: Float64Array): number {
  const sorted = times.toSorted();
  let repeats = 0;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) repeats++;
  return repeats;
}
