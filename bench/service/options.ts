import { parseArgs } from 'node:util';
import { oneOf } from '../named-options.ts';
import type { Part } from './parts/part.ts';
import { type SizeName, sizes } from './sizes.ts';
import { type BackendName, backends } from './stack.ts';

export interface Options {
  json: boolean;
  size: SizeName;
  backend: BackendName;
  parts: Part[];
}

export const usage =
  'npm run bench:service -- [--json] [--quick] [--only NAME,NAME] [--backend postgres|redis]\n' +
  'NAME is a figure, or a part with several figures.';

/** @throws Error with a sentence if an option is wrong */
export function readOptions(args: string[], parts: readonly Part[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      size: { type: 'string' },
      only: { type: 'string' },
      backend: { type: 'string', default: 'postgres' },
    },
  });
  const size = values.size ?? (values.quick ? 'quick' : 'full');
  return {
    json: values.json,
    size: oneOf('--size', size, Object.keys(sizes) as SizeName[]),
    backend: oneOf('--backend', values.backend, backends),
    parts: values.only === undefined ? [...parts] : chosen(parts, values.only.split(',')),
  };
}

function chosen(parts: readonly Part[], names: string[]): Part[] {
  const namesOf = ({ name, figures }: Part) => [name, ...figures];
  const known = parts.flatMap(namesOf);
  for (const name of names) oneOf('--only', name, known);
  return parts.filter((part) => namesOf(part).some((name) => names.includes(name)));
}
