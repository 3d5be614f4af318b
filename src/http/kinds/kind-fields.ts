import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { type AppError, type Fault, refusal } from '../../errors.ts';

/** The schemas of the fields of an object. */
interface Fields {
  shape: Readonly<Record<string, z.ZodType>>;
}

/** The fields of a body that the schema of its kind does not have. A field with its default value is ignored.
 *  @param all the schema that the body was validated by, with the fields of every kind */
export function foreignFields(body: object, schema: Fields, all: Fields): string[] {
  return Object.entries(body)
    .filter(
      ([name, value]) =>
        !Object.hasOwn(schema.shape, name) && !isDeepStrictEqual(value, defaultOf(all, name)),
    )
    .map(([name]) => name);
}

function defaultOf(schema: Fields, name: string): unknown {
  return schema.shape[name].safeParse(undefined).data;
}

/** The fields of a body that the schema of its kind has. */
export function fieldsOfKind(body: object, schema: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => Object.hasOwn(schema.shape, name)));
}

/** The refusal of fields that another kind of model or dataset has. @param alternative what the
 *  caller can do instead */
export function otherKind(
  code: 'model_kind_mismatch' | 'dataset_kind_mismatch',
  because: string,
  names: readonly string[],
  alternative: string,
): AppError {
  const faults = names.map(
    (name): Fault => ({
      path: `/${name}`,
      message: `\`${name}\` is for the other kind of model`,
      accepted: alternative,
    }),
  );
  return refusal(code, faults, `${because}, but ${faults[0].message}. Alternative: ${alternative}.`);
}
