import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { expirySchema } from '../primitives/expiry.ts';
import { embedIdSchema, modelRefSchema } from '../primitives/ids.ts';
import { pageOf, pageQuerySchema } from '../primitives/page.ts';

const nameSchema = z
  .string()
  .trim()
  .max(limits.nameLengthMax)
  .meta({ description: 'Name for people.', example: 'README of the shop' });
const seriesSchema = z
  .string()
  .max(limits.seriesIdLengthMax)
  .meta({ description: 'The only series that the embed shows; default: every series of the forecast.' });

export const embedInSchema = z
  .strictObject({
    name: nameSchema.min(1).optional(),
    series: seriesSchema.optional(),
    expires_at: expirySchema.optional().meta({
      description:
        'When the embed expires, at the latest with the calling key; default: with the calling key, or never.',
      example: '2099-01-01T00:00:00Z',
    }),
  })
  .meta({ id: 'EmbedIn', description: 'The embed to create.', example: { name: 'README of the shop' } });

export const embedSchema = z
  .object({
    id: embedIdSchema,
    name: nameSchema.nullable().meta({ description: 'Name for people.' }),
    model: modelRefSchema.meta({
      description: 'Id or alias as the call named it. The embed of an alias follows the alias.',
    }),
    series: seriesSchema.nullable().meta({ description: 'The only series that it shows; null: every one.' }),
    hint: z.string().meta({ description: 'The first characters of the token.', example: 'gce_x7Qm' }),
    created_at: z.iso.datetime().meta({ description: 'When it was created.' }),
    expires_at: z.iso.datetime().nullable().meta({ description: 'When it expires; null: never.' }),
    last_used_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When it was used last, to a minute; null: not yet.' }),
  })
  .meta({ id: 'Embed', description: 'A link that shows the latest forecast of a model, without its token.' });
export type Embed = z.infer<typeof embedSchema>;
export const embedPageSchema = pageOf(embedSchema, 'EmbedPage');

const path = (what: string) =>
  z
    .string()
    .meta({ description: `Path of ${what}, with the token. Put the address of the service before it.` });

export const embedCreatedSchema = z
  .object({
    embed: embedSchema,
    token: z.string().meta({
      description: 'The token. It is shown only once: the service stores only its SHA-256.',
      example: 'gce_x7QmVbq0cS1uTtV8Zk3nYw2LrEoJ5aHdPi9fGg4MxNs',
    }),
    svg: path('the picture as SVG'),
    png: path('the picture as PNG'),
    json: path('the numbers'),
  })
  .meta({ id: 'EmbedCreated', description: 'A new embed with its token.' });

export const embedsQuerySchema = pageQuerySchema.extend({
  model: modelRefSchema
    .optional()
    .meta({ description: 'Only embeds that were created for this id or alias.' }),
});
export type EmbedsQuery = z.output<typeof embedsQuerySchema>;
