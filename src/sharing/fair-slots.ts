export interface FairSlotsOptions {
  /** Work that runs at the same time. */
  slots: number;
  /** Slots that one tenant may hold. */
  slotsPerTenant: number;
  /** Slots that only tenants may take that hold none. */
  slotsSpare: number;
}

/** Shares slots among tenants. A free slot goes to the waiting tenant that holds the fewest, in turn. A tenant never
 *  holds all of them: some are kept for tenants that hold none. */
export class FairSlots {
  readonly #options: FairSlotsOptions;
  readonly #held = new Map<string, number>();
  /** Callbacks by tenant; the tenant that has waited longest since its last start is first. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #running = 0;
  #waitingCount = 0;

  constructor(options: FairSlotsOptions) {
    this.#options = options;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waitingCount;
  }

  waitingOf(tenant: string): number {
    return this.#waiting.get(tenant)?.length ?? 0;
  }

  /** Takes a slot, if the tenant may have one now and none of its own work waits. Returns whether it did. */
  take(tenant: string): boolean {
    if (this.#waiting.has(tenant) || !this.#mayStart(tenant)) return false;
    this.#begin(tenant);
    return true;
  }

  /** Calls `start` when the tenant holds a slot. The returned function gives the place up, and returns
   *  false if it is too late. */
  wait(tenant: string, start: () => void): () => boolean {
    const queue = this.#waiting.get(tenant) ?? [];
    queue.push(start);
    this.#waiting.set(tenant, queue);
    this.#waitingCount++;
    return () => {
      const rest = this.#waiting.get(tenant);
      const at = rest?.indexOf(start) ?? -1;
      if (at < 0) return false;
      rest!.splice(at, 1);
      this.#waitingCount--;
      if (rest!.length === 0) this.#waiting.delete(tenant);
      return true;
    };
  }

  /** Waits for a slot. Returns whether it came within `msMax`. */
  async waitWithin(tenant: string, msMax: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const leave = this.wait(tenant, () => resolve(true));
    const timer = setTimeout(() => {
      if (leave()) resolve(false);
    }, msMax);
    return promise.finally(() => clearTimeout(timer));
  }

  release(tenant: string): void {
    this.#running--;
    const held = this.#heldBy(tenant);
    if (held === 1) this.#held.delete(tenant);
    else this.#held.set(tenant, held - 1);
    this.#startNext();
  }

  #heldBy(tenant: string): number {
    return this.#held.get(tenant) ?? 0;
  }

  #mayStart(tenant: string): boolean {
    const { slots, slotsPerTenant, slotsSpare } = this.#options;
    const count = this.#heldBy(tenant);
    const free = slots - this.#running;
    return free > 0 && count < slotsPerTenant && (count === 0 || free > slotsSpare);
  }

  #begin(tenant: string): void {
    this.#running++;
    this.#held.set(tenant, this.#heldBy(tenant) + 1);
  }

  #startNext(): void {
    for (;;) {
      let next: string | null = null;
      for (const tenant of this.#waiting.keys())
        if (this.#mayStart(tenant) && (next === null || this.#heldBy(tenant) < this.#heldBy(next)))
          next = tenant;
      if (next === null) return;
      const queue = this.#waiting.get(next)!;
      const start = queue.shift()!;
      this.#waitingCount--;
      this.#waiting.delete(next);
      if (queue.length > 0) this.#waiting.set(next, queue); // at the end of the turn
      this.#begin(next);
      start();
    }
  }
}
