import { codes } from '../../contracts/schemas/index.ts';

/** The longest context of a chain. */
export const orderMax = 5;

export interface Chains {
  /** Scores the codes of a sequence from index `from` on, at least 1. Calls `visit` for each with the
   *  probability of the code and the most likely code, [2 + orderMax] each: of `uniform`, `unigram`, and the
   *  chains of order 1 to 5. Both arrays are valid during the call only. */
  score(
    read: Uint16Array,
    from: number,
    visit: (t: number, byOrder: Float64Array, top: Uint32Array) => void,
  ): void;
}

/** Counts for Markov chains of order 0 to 5 in one tree. Each chain is interpolated with the next shorter one:
 *
 *      p_k(s) = (n(c s) + κ·u(c)·p_{k−1}(s)) / (n(c) + κ·u(c))
 *
 *  where c is the last k symbols, n counts, and u(c) is the number of different symbols that followed c. κ = 1
 *  is method C of Witten & Bell (1991); a smaller κ gives the counts more weight. Order 0 is interpolated with the
 *  uniform distribution over all S codes. */
export class ChainCounts {
  private readonly children = new PairTable();
  /** By node: how often it was a target, and n(c) and u(c) of the symbols after it. */
  private count = new Uint32Array(1_024);
  private total = new Uint32Array(1_024);
  private distinct = new Uint32Array(1_024);
  /** Count of the most frequent child so far, and its code. */
  private bestCount = new Uint32Array(1_024);
  private bestCode = new Uint32Array(1_024);
  private nodes = 1;
  private readonly codeCount: number;
  /** Symbols that can occur: the vocabulary, and the unknown symbol if there is any. */
  private readonly possibleCount: number;

  constructor(codeCount: number, { hasUnknown }: { hasUnknown: boolean }) {
    this.codeCount = codeCount;
    this.possibleCount = Math.max(1, codeCount - codes.first + (hasUnknown ? 1 : 0));
  }

  /** Counts a sequence of codes; the first one is context only. */
  add(read: Uint16Array): void {
    for (let start = 0; start < read.length; start++) {
      let node = 0;
      const end = Math.min(read.length, start + orderMax + 1);
      for (let t = start; t < end; t++) {
        const child = this.childOrNew(node, read[t]);
        if (t > 0) this.record(node, child, read[t]);
        node = child;
      }
    }
  }

  private record(node: number, child: number, code: number): void {
    if (this.count[child] === 0) this.distinct[node]++;
    this.count[child]++;
    this.total[node]++;
    const isMore = this.count[child] > this.bestCount[node];
    if (!isMore) return;
    this.bestCount[node] = this.count[child];
    this.bestCode[node] = code;
  }

  private childOrNew(node: number, code: number): number {
    const key = node * this.codeCount + code;
    const existing = this.children.get(key);
    if (existing !== 0) return existing;
    const child = this.nodes++;
    if (child === this.count.length) this.grow();
    this.children.set(key, child);
    return child;
  }

  private grow(): void {
    for (const name of ['count', 'total', 'distinct', 'bestCount', 'bestCode'] as const) {
      const grown = new Uint32Array(2 * this[name].length);
      grown.set(this[name]);
      this[name] = grown;
    }
  }

  /** Chains with the present counts. @param kappa κ by order, 0 to orderMax */
  chains(kappa: readonly number[]): Chains {
    const byOrder = new Float64Array(orderMax + 2);
    const top = new Uint32Array(orderMax + 2);
    const uniform = 1 / this.possibleCount;
    return {
      score: (read, from, visit) => {
        // contexts[k]: node of the last k symbols, −1 if they never occurred together.
        let contexts = [0, ...Array<number>(orderMax).fill(-1)];
        for (let t = 0; t < read.length; t++) {
          if (t >= Math.max(1, from)) {
            this.probabilities(contexts, read[t], kappa, uniform, byOrder, top);
            visit(t, byOrder, top);
          }
          const next = [0];
          for (let k = 0; k < orderMax; k++) {
            const node = contexts[k];
            next.push(node < 0 ? -1 : this.child(node, read[t]));
          }
          contexts = next;
        }
      },
    };
  }

  private child(node: number, code: number): number {
    return this.children.get(node * this.codeCount + code) || -1;
  }

  private probabilities(
    contexts: readonly number[],
    code: number,
    kappa: readonly number[],
    uniform: number,
    byOrder: Float64Array,
    top: Uint32Array,
  ): void {
    byOrder[0] = uniform;
    top[0] = codes.first; // all are equally likely
    let shorter = 1 / this.codeCount;
    for (let k = 0; k <= orderMax; k++) {
      const node = contexts[k];
      const total = node < 0 ? 0 : this.total[node];
      if (total === 0) {
        byOrder[k + 1] = shorter;
        top[k + 1] = top[k];
        continue;
      }
      const child = this.child(node, code);
      const count = child < 0 ? 0 : this.count[child];
      const shared = kappa[k] * this.distinct[node];
      shorter = (count + shared * shorter) / (total + shared);
      byOrder[k + 1] = shorter;
      top[k + 1] = this.bestCode[node];
    }
  }
}

/** Hash table from pairs to integers ≥ 1, 0 if absent. Open addressing, since a Map with millions of entries is
 *  slow and large. */
class PairTable {
  private keys = new Float64Array(4_096).fill(-1);
  private values = new Uint32Array(4_096);
  private size = 0;

  get(key: number): number {
    for (let at = this.slotOf(key); ; at = (at + 1) & (this.keys.length - 1)) {
      if (this.keys[at] === key) return this.values[at];
      if (this.keys[at] === -1) return 0;
    }
  }

  set(key: number, value: number): void {
    if (2 * (this.size + 1) > this.keys.length) this.grow();
    this.put(key, value);
    this.size++;
  }

  private put(key: number, value: number): void {
    let at = this.slotOf(key);
    while (this.keys[at] !== -1) at = (at + 1) & (this.keys.length - 1);
    this.keys[at] = key;
    this.values[at] = value;
  }

  private slotOf(key: number): number {
    const low = (key % 4_294_967_296) | 0;
    const high = Math.floor(key / 4_294_967_296) | 0;
    let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    return (Math.imul(hash, 0xc2b2ae35) >>> 7) & (this.keys.length - 1);
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Float64Array(2 * keys.length).fill(-1);
    this.values = new Uint32Array(2 * values.length);
    for (let i = 0; i < keys.length; i++) if (keys[i] !== -1) this.put(keys[i], values[i]);
  }
}
