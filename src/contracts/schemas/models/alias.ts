import { z } from 'zod';
import { aliasNameSchema, modelIdSchema, modelRefSchema } from '../primitives/ids.ts';
import { nameFilterField, pageOf, pageQuerySchema } from '../primitives/page.ts';

export const aliasInSchema = z.strictObject({ model_id: modelRefSchema }).meta({
  id: 'AliasIn',
  description: 'The model that the alias points to.',
  example: { model_id: 'mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70' },
});

/** Query of the deletion of models, alone or with their dataset or fleet. */
export const dependentsQuerySchema = z.object({
  dependents: z.enum(['refuse', 'delete']).default('refuse').meta({
    description:
      'Aliases and schedules that use the models: `refuse` answers 409 with their names, `delete` deletes them too.',
  }),
});
export type Dependents = z.infer<typeof dependentsQuerySchema>['dependents'];

export const aliasSchema = z
  .object({
    name: aliasNameSchema,
    model_id: modelIdSchema,
    updated_at: z.iso.datetime().meta({ description: 'When the alias was last pointed at a model.' }),
  })
  .meta({ id: 'Alias', description: 'A name that can be used instead of the id of a model.' });
export type Alias = z.infer<typeof aliasSchema>;
export const aliasPageSchema = pageOf(aliasSchema, 'AliasPage');

export const aliasesQuerySchema = pageQuerySchema.extend({
  ...nameFilterField,
  model_id: modelRefSchema
    .optional()
    .meta({ description: 'Only aliases of this model: an id, or one of its aliases.' }),
});
export type AliasesQuery = z.output<typeof aliasesQuerySchema>;
