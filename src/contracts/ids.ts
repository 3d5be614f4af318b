import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';

const prefixes = { dataset: 'ds', model: 'mdl', job: 'job' } as const;
export type IdKind = keyof typeof prefixes;

/** A prefixed, sortable id: `ds_` + the 32 hexadecimal digits of a UUIDv7, so ids sort by creation time. */
export function newId(kind: IdKind): string {
  return `${prefixes[kind]}_${uuidv7().replaceAll('-', '')}`;
}

export function idPattern(kind: IdKind): RegExp {
  return new RegExp(`^${prefixes[kind]}_[0-9a-f]{32}$`);
}

function idSchema(kind: IdKind) {
  const example = `${prefixes[kind]}_019353f7c4a87d0c9d2b6a3f5e1c8b70`;
  return z
    .string()
    .regex(idPattern(kind), `must be a ${kind} id such as ${example}`)
    .meta({
      description: `Id of a ${kind}.`,
      example,
    });
}

export const datasetIdSchema = idSchema('dataset');
export const modelIdSchema = idSchema('model');
export const jobIdSchema = idSchema('job');
