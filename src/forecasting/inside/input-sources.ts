import type { Layout } from '../layout.ts';

/** Where an input of a network comes from: an observation (1 is the last one), or the context as a whole. */
export type InputSource = number | 'context';

/** Of input `i` of recurrent step `step`, both from 0. */
export function encoderSource(layout: Layout, step: number, i: number): InputSource {
  const { context, group, features } = layout;
  if (i >= group * features) return 'context';
  return context - (step * group + Math.floor(i / features));
}

/** Of input `p` of step `h` of the horizon in the decoder, both from 0. */
export function stepInputSource({ season }: Layout, h: number, p: number): InputSource {
  return (p + 2) * season - (h % season);
}

/** Whether an input only says that an observation is there: it has no neutral value but its own. */
export function isPresence({ group, features, season }: Layout, i: number): boolean {
  return i < group * features && i % features === (season > 1 ? 2 : 5);
}
