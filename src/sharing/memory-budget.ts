import { AppError } from '../errors.ts';

/** Memory of one call. */
export interface Reservation {
  /** @throws AppError overloaded if the calls in flight would take more than the budget */
  add(bytes: number): void;
  /** Adds the bytes of a small body. Those of a tenant have a share of their own, so that a large call and the small
   *  ones beside it do not refuse each other. @throws AppError overloaded */
  addSmall(bytes: number): void;
  /** Reserves an answer before it is made, by an estimate. @throws AppError overloaded */
  expect(bytes: number): void;
  /** An answer is made: its bytes take the place of the estimates. @throws AppError overloaded if they are more */
  answer(bytes: number): void;
  /** Gives everything back. */
  release(): void;
}

export interface MemoryBudget {
  /** Bytes that are reserved at present. */
  readonly bytes: number;
  reserve(tenant: string): Reservation;
}

/** Bounds what the calls of a process hold in memory together. A call that is alone in its tenant may take more than
 *  the share of the tenant: its own limits apply. The budget counts no more than the share for it, so that the rest
 *  stays free for other tenants.
 *  @param bytesMax of all calls; one tenant may take `tenantShare` of it, and half of the rest for small bodies */
export function createMemoryBudget(bytesMax: number, tenantShare = 0.75): MemoryBudget {
  const tenantBytesMax = tenantShare * bytesMax;
  const smallBytesMax = ((1 - tenantShare) / 2) * bytesMax;
  const byTenant = new Map<string, number>();
  const smallByTenant = new Map<string, number>();
  let total = 0;
  /** The part of `total` that counts for other tenants: none holds more than its share in it. */
  let counted = 0;

  /** How much `counted` changes if a tenant holds so many more bytes. */
  function countedChange(tenant: string, bytes: number): number {
    const before = byTenant.get(tenant) ?? 0;
    return Math.min(before + bytes, tenantBytesMax) - Math.min(before, tenantBytesMax);
  }

  function change(tenant: string, bytes: number): void {
    total += bytes;
    counted += countedChange(tenant, bytes);
    move(byTenant, tenant, bytes);
  }

  function changeSmall(tenant: string, bytes: number): void {
    total += bytes;
    counted += bytes;
    move(smallByTenant, tenant, bytes);
  }

  return {
    get bytes() {
      return total;
    },
    reserve(tenant) {
      let own = 0;
      let small = 0;
      let expected = 0;
      let isReleased = false;
      const reservation: Reservation = {
        add(bytes) {
          if (isReleased) return; // what is left of a body whose call has ended
          const ofTenant = (byTenant.get(tenant) ?? 0) + bytes;
          const isAloneInTenant = ofTenant === own + bytes;
          if (counted + countedChange(tenant, bytes) > bytesMax) throw full('The calls in flight', bytesMax);
          if (!isAloneInTenant && ofTenant > tenantBytesMax)
            throw full('The calls in flight of the tenant', tenantBytesMax);
          own += bytes;
          change(tenant, bytes);
        },
        addSmall(bytes) {
          if (isReleased) return;
          if (counted + bytes > bytesMax) throw full('The calls in flight', bytesMax);
          if ((smallByTenant.get(tenant) ?? 0) + bytes > smallBytesMax)
            throw full('The small calls in flight of the tenant', smallBytesMax);
          small += bytes;
          changeSmall(tenant, bytes);
        },
        expect(bytes) {
          reservation.add(bytes);
          expected += bytes;
        },
        answer(bytes) {
          if (isReleased) return;
          const rest = bytes - expected;
          expected = 0;
          if (rest > 0) return reservation.add(rest);
          own += rest;
          change(tenant, rest);
        },
        release() {
          isReleased = true;
          if (own > 0) change(tenant, -own);
          if (small > 0) changeSmall(tenant, -small);
          own = 0;
          small = 0;
        },
      };
      return reservation;
    },
  };
}

function move(byTenant: Map<string, number>, tenant: string, bytes: number): void {
  const left = (byTenant.get(tenant) ?? 0) + bytes;
  if (left > 0) byTenant.set(tenant, left);
  else byTenant.delete(tenant);
}

function full(whose: string, bytesMax: number): AppError {
  return new AppError('overloaded', {
    detail: `${whose} hold as much memory as they may, ${Math.floor(bytesMax / 1024 ** 2)} MiB; try again in a few seconds, with fewer or smaller calls at once.`,
  });
}
