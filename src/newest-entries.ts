/** Entries of a cache that is bounded in number. The least recently used are dropped first. */
export class NewestEntries<Key, Value> {
  readonly #countMax: number;
  /** The most recently used is last. */
  readonly #entries = new Map<Key, Value>();

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  /** The value of a key, which counts as used now; undefined if it is not kept. */
  take(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.keep(key, value);
    return value;
  }

  /** The value of a key, which does not count as used; undefined if it is not kept. */
  peek(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  /** Keeps a value, also in place of another one. It counts as used now. */
  keep(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#countMax) this.#entries.delete(this.#entries.keys().next().value!);
  }

  drop(key: Key): void {
    this.#entries.delete(key);
  }

  values(): Iterable<Value> {
    return this.#entries.values();
  }
}
