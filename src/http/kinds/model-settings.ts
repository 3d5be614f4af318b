import type { z } from 'zod';
import { type ModelIn, modelInSchema } from '../../contracts/schemas/index.ts';
import { validated } from '../../validation/index.ts';
import { fieldsOfKind, foreignFields, otherKind } from './kind-fields.ts';

/** The settings of a new model, by the schema of its dataset's kind.
 *  @param because first half of the refusal: the kind of the dataset
 *  @param alternatives what is accepted instead of a setting of another kind, and instead of a family of another kind
 *  @throws AppError dataset_kind_mismatch where a setting is for another kind, request_invalid where one is missing */
export function readSettings<Settings>(
  { dataset_id: _, priority: __, ...body }: ModelIn,
  schema: z.ZodType<Settings> & { shape: { family: z.ZodType } },
  because: string,
  alternatives: { setting: string; family: string },
): Settings {
  const foreign = foreignFields(body, schema, modelInSchema);
  if (foreign.length > 0) throw otherKind('dataset_kind_mismatch', because, foreign, alternatives.setting);
  if (!schema.shape.family.safeParse(body.family).success)
    throw otherKind('dataset_kind_mismatch', because, ['family'], alternatives.family);
  const result = validated(schema, fieldsOfKind(body, schema), 'body');
  if ('error' in result) throw result.error;
  return result.value;
}
