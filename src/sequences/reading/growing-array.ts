const lengthAtFirst = 16;

type Kind<T> = new (length: number) => T;

/** A typed array that grows. */
export class GrowingArray<T extends Uint32Array | Float64Array> {
  private kept: T;
  private readonly kind: Kind<T>;
  length = 0;

  constructor(kind: Kind<T>) {
    this.kind = kind;
    this.kept = new kind(lengthAtFirst);
  }

  push(value: number): void {
    if (this.length === this.kept.length) {
      const grown = new this.kind(2 * this.length);
      grown.set(this.kept);
      this.kept = grown;
    }
    this.kept[this.length++] = value;
  }

  /** View of the elements, until the next `push`. */
  view(): T {
    return this.kept.subarray(0, this.length) as T;
  }

  /** Copy of the elements. */
  values(): T {
    return this.kept.slice(0, this.length) as T;
  }
}
