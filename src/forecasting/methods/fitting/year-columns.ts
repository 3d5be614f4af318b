/** Columns of the regression on the year: a constant, a line, phases of the season, then cosine and sine of each
 *  harmonic. They depend on the step alone, so all series with the same year and season share them. p columns. */

/** Largest number of harmonics; all smaller ones are compared. */
export const harmonicsMax = 4;
/** Longest season whose phases have means of their own beside the year. */
const phasesMax = 31;
/** Kinds of years whose columns are kept. */
const columnsKept = 8;
/** Steps that are made at once: histories of the windows of a series differ by a step. */
const lengthUnit = 512;

export class YearColumns {
  /** [p], each of `length` steps. */
  readonly all: readonly Float64Array[];
  /** Number of columns before those of the harmonics. */
  readonly plain: number;
  /** Change of the line with each step. */
  readonly lineStep: number;
  readonly length: number;
  /** Products of the columns with each other, summed over the steps before each end. [length + 1, p·(p + 1)/2],
   *  lower triangles by row */
  readonly #sums: Float64Array[] = [];

  constructor(length: number, year: number, season: number) {
    const made = (at: (t: number) => number) => Float64Array.from({ length }, (_, t) => at(t));
    const phases = season > 1 && season <= phasesMax ? season - 1 : 0;
    const plain = [
      made(() => 1),
      made((t) => t / year),
      ...Array.from({ length: phases }, (_, phase) => made((t) => (t % season === phase ? 1 : 0))),
    ];
    const harmonics = Array.from({ length: harmonicsMax }, (_, k) => {
      const angle = (2 * Math.PI * (k + 1)) / year;
      return [made((t) => Math.cos(angle * t)), made((t) => Math.sin(angle * t))];
    });
    this.all = [...plain, ...harmonics.flat()];
    this.plain = plain.length;
    this.lineStep = 1 / year;
    this.length = length;
    this.#sums.push(this.noProducts());
  }

  /** Sums of products over no steps. */
  noProducts(): Float64Array {
    const p = this.all.length;
    return new Float64Array((p * (p + 1)) / 2);
  }

  /** Adds the products at a step. @param sums lower triangle by row [p·(p + 1)/2], changed */
  addProducts(sums: Float64Array, t: number): void {
    const { all } = this;
    for (let i = 0, place = 0; i < all.length; i++) {
      const x = all[i][t];
      if (x === 0) {
        place += i + 1;
        continue;
      }
      for (let j = 0; j <= i; j++) sums[place++] += x * all[j][t];
    }
  }

  /** Sums of the products over all steps before `end`, which are not to be changed. */
  productsBefore(end: number): Float64Array {
    for (let t = this.#sums.length - 1; t < end; t++) {
      const sums = this.#sums[t].slice();
      this.addProducts(sums, t);
      this.#sums.push(sums);
    }
    return this.#sums[end];
  }
}

const columnsOfYears = new Map<string, YearColumns>();

/** @param length steps that are needed at least
 *  @param year steps of a year */
export function yearColumns(length: number, year: number, season: number): YearColumns {
  const key = `${year} ${season}`;
  const found = columnsOfYears.get(key);
  if (found !== undefined && found.length >= length) return found;
  const made = new YearColumns(lengthUnit * Math.ceil(length / lengthUnit), year, season);
  columnsOfYears.delete(key);
  if (columnsOfYears.size >= columnsKept) columnsOfYears.clear();
  columnsOfYears.set(key, made);
  return made;
}
