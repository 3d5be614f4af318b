import type { SafetensorsFile } from '../engine/index.ts';

/** Largest weight of an imported model. Trained weights stay far below; with larger ones a float32 sum overflows. */
const magnitudeMax = 1e6;

/** The first value of a weights file that no training gives, in words; null if there is none. */
export function weightValuesFault({ tensors }: Pick<SafetensorsFile, 'tensors'>): string | null {
  for (const [name, { data }] of tensors)
    for (let i = 0; i < data.length; i++) {
      const value = Number(data[i]);
      if (Math.abs(value) <= magnitudeMax) continue;
      return `the tensor \`${name.slice(0, 100)}\` has the value ${value} at position ${i}; accepted: numbers from -${magnitudeMax} to ${magnitudeMax}`;
    }
  return null;
}
