/** Losses of windows that several greedy selections need: those of all series and of each kind, for the held-out
 *  networks and for the members. Selections that have selected the same candidates so far, in the same
 *  order, have the same sums. */
import assert from 'node:assert/strict';
import type { ComparedWindow } from './window-losses.ts';

/** Most bytes of losses that are kept: each candidate in each round of a selection that goes its own
 *  way takes up to 150 kB. */
export const knownBytesMax = 64 * 2 ** 20;
const bytesOfWindow = 3 * Float64Array.BYTES_PER_ELEMENT + 1;

export interface KnownLosses {
  /** Places of windows of the selection, which may be copies with some of the candidates. [N] */
  placesOf(windows: readonly ComparedWindow[]): Int32Array;
  /** Losses of the mean of the selected forecasts and of one more. They are kept as long as there is room. */
  after(selected: readonly string[], added: string): LossesByPlace;
}

export interface LossesByPlace {
  /** @returns whether all of them are known; else nothing is written
   *  @param to [N, 3] */
  read(places: Int32Array, to: Float64Array): boolean;
  /** @param losses [N, 3] */
  write(places: Int32Array, losses: Float64Array): void;
}

/** @param windows all windows that are compared */
export function knownLosses(windows: readonly ComparedWindow[]): KnownLosses {
  const places = new Map(windows.map(({ actual }, place) => [actual, place]));
  const byPath = new Map<string, LossesByPlace>();
  return {
    placesOf: (some) =>
      Int32Array.from(some, ({ actual }) => {
        const place = places.get(actual);
        assert(place !== undefined, 'a window that is selected for is one of those that are compared');
        return place;
      }),
    after(selected, added) {
      const path = [...selected, added].join(' ');
      const found = byPath.get(path);
      if (found !== undefined) return found;
      if ((byPath.size + 1) * bytesOfWindow * windows.length > knownBytesMax) return notKept;
      const made = lossesByPlace(windows.length);
      byPath.set(path, made);
      return made;
    },
  };
}

const notKept: LossesByPlace = { read: () => false, write: () => {} };

function lossesByPlace(count: number): LossesByPlace {
  const all = new Float64Array(3 * count);
  const isKnown = new Uint8Array(count);
  return {
    read(places, to) {
      for (let w = 0; w < places.length; w++) if (isKnown[places[w]] === 0) return false;
      for (let w = 0; w < places.length; w++)
        for (let i = 0; i < 3; i++) to[3 * w + i] = all[3 * places[w] + i];
      return true;
    },
    write(places, losses) {
      for (let w = 0; w < places.length; w++) {
        isKnown[places[w]] = 1;
        for (let i = 0; i < 3; i++) all[3 * places[w] + i] = losses[3 * w + i];
      }
    },
  };
}
