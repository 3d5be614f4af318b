import { readFileSync } from 'node:fs';
import { decodeSafetensors, type Floats } from '../../src/engine/index.ts';

function fixtureFile(name: string): Uint8Array {
  return readFileSync(new URL(`../fixtures/engine/${name}.safetensors`, import.meta.url));
}

/** Tensors that PyTorch computed; scripts/engine-fixtures.py writes the files. */
export function fixture(name: string, prefix = '') {
  const { tensors } = decodeSafetensors(fixtureFile(name));
  const find = (tensor: string) => {
    const stored = tensors.get(prefix + tensor);
    if (stored === undefined) throw new RangeError(`${name} has no ${prefix}${tensor}`);
    return stored;
  };
  return {
    floats: (tensor: string) => find(tensor).data as Floats,
    bytes: (tensor: string) => find(tensor).data as Uint8Array,
    shape: (tensor: string) => find(tensor).shape,
  };
}
