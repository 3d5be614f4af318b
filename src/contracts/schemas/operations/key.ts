import { z } from 'zod';
import { keyIdSchema, type TenantId } from '../primitives/ids.ts';
import { limits } from '../primitives/limits.ts';
import { pageOf, pageQuerySchema } from '../primitives/page.ts';

export const scopeNames = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopeNames)[number];

/** The tenant of `GATECAST_API_KEY`, and of everybody where no key is set. Its admin keys are those of the service. */
export const firstTenant: TenantId = 'default';

export const tenantSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, {
    error: 'has to be of 1 to 63 lower-case letters, digits, `-` and `_`, a letter or a digit first',
  })
  .meta({ description: 'Whose data a key reaches: tenants see nothing of each other.', example: 'default' });
const nameSchema = z
  .string()
  .trim()
  .max(limits.nameLengthMax)
  .meta({ description: 'For people, to tell keys apart.', example: 'nightly import' });
const scopesSchema = z.array(z.enum(scopeNames)).meta({
  description:
    '`read` for GET, `write` for calls that create, change or delete, `admin` for all of that, keys and metrics.',
  example: ['read', 'write'],
});

export const keyInSchema = z
  .strictObject({
    name: nameSchema.min(1).optional(),
    tenant: tenantSchema.optional().meta({
      description: 'Default: that of the calling key. Only an admin key of the service may name another.',
      example: 'default',
    }),
    scopes: scopesSchema.min(1).max(scopeNames.length).default(['read', 'write']),
  })
  .meta({
    id: 'KeyIn',
    description: 'A key to create.',
    example: { name: 'nightly import', scopes: ['read', 'write'] },
  });
export type KeyIn = z.output<typeof keyInSchema>;

export const keySchema = z
  .object({
    id: keyIdSchema,
    name: nameSchema.nullable().meta({ description: 'For people, to tell keys apart.' }),
    tenant: tenantSchema,
    scopes: scopesSchema,
    hint: z.string().meta({ description: 'How the secret begins.', example: 'gck_x7Qm' }),
    created_at: z.iso.datetime().meta({ description: 'When it was created.' }),
  })
  .meta({ id: 'Key', description: 'An API key, without its secret.' });
export type Key = z.infer<typeof keySchema>;
export const keyPageSchema = pageOf(keySchema, 'KeyPage');

export const keyCreatedSchema = z
  .object({
    key: keySchema,
    secret: z.string().meta({
      description: 'What a caller sends. It is shown this once: only its SHA-256 is stored.',
      example: 'gck_x7QmVbq0cS1uTtV8Zk3nYw2LrEoJ5aHdPi9fGg4MxNs',
    }),
  })
  .meta({ id: 'KeyCreated', description: 'A new key with its secret.' });

export const keysQuerySchema = pageQuerySchema.extend({
  tenant: tenantSchema.optional().meta({
    description: 'Default: that of the calling key. Only an admin key of the service may name another.',
  }),
});
