/** Inputs of a network, declared once by each family: windows are written by their offsets, and contributions are read
 *  back by their roles. */

/** Role of one encoder input of a recurrent step. */
export interface EncoderInput {
  /** Position of the observation in the recurrent step that the input describes; null for the window as a whole. */
  observation: number | null;
  /** Whether the input says if something is observed. Attribution leaves such an input as it is. */
  isPresence: boolean;
}

/** Role of one decoder input of a step of the horizon. */
export interface DecoderInput {
  /** Lag of the observation that the input shows, 1 for the last position of the history; null
   *  for the window as a whole.
   *  @param h step of the horizon, from 0
   *  @param gap observations that are missing at the end of the history */
  lag: ((h: number, gap: number) => number) | null;
  /** Input that holds the distance of the same value from the base path; null where there is none. */
  distanceAt: number | null;
}

/** One number, or `count` of them, for each observation of a recurrent step or for the whole window. */
export interface InputBlock {
  per: 'observation' | 'window';
  count?: number;
  isPresence?: boolean;
}

export interface InputArrangement<Name extends string> {
  /** Offset of each block among the inputs of a recurrent step. */
  at: Readonly<Record<Name, number>>;
  inputs: readonly EncoderInput[];
}

/** Puts blocks one after the other; a block per observation has its number for each of the `group` observations. */
export function arrangeInputs<Name extends string>(
  blocks: Readonly<Record<Name, InputBlock>>,
  group: number,
): InputArrangement<Name> {
  const at = {} as Record<Name, number>;
  const inputs: EncoderInput[] = [];
  for (const [name, { per, count = 1, isPresence = false }] of Object.entries(blocks) as [
    Name,
    InputBlock,
  ][]) {
    at[name] = inputs.length;
    const isOfWindow = per === 'window';
    for (let i = 0; i < (isOfWindow ? 1 : group); i++)
      for (let n = 0; n < count; n++) inputs.push({ observation: isOfWindow ? null : i, isPresence });
  }
  return { at, inputs };
}

/** Lag of the observation in the same phase as step `h` of the horizon, `back` seasons before the last season. */
export function seasonalLag(season: number, h: number, back: number): number {
  return season - (h % season) + back * season;
}
