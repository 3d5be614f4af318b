import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { expirySchema } from '../primitives/expiry.ts';
import { keyIdSchema, type TenantId } from '../primitives/ids.ts';
import { pageOf, pageQuerySchema } from '../primitives/page.ts';

export const scopeNames = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopeNames)[number];

/** The tenant of `GATECAST_API_KEY`, and of all callers if no key is set. Its admin keys may
 *  manage the whole service. */
export const firstTenant: TenantId = 'default';

export const tenantSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, {
    error: '1 to 63 lower-case letters, digits, `-` and `_`, of which the first is a letter or a digit',
  })
  .meta({
    description: 'The tenant whose data the key can access. Tenants cannot see each other’s data.',
    example: 'default',
  });
const nameSchema = z
  .string()
  .trim()
  .max(limits.nameLengthMax)
  .meta({ description: 'Name for people.', example: 'nightly import' });
const scopesSchema = z.array(z.enum(scopeNames)).meta({
  description:
    '`read`: GET calls; `write`: calls that create, change or delete; `admin`: all calls, including keys and metrics.',
  example: ['read', 'write'],
});

export const keyInSchema = z
  .strictObject({
    name: nameSchema.min(1).optional(),
    tenant: tenantSchema.optional().meta({
      description:
        'Default: the tenant of the calling key. Only an admin key of the service may name another tenant.',
      example: 'default',
    }),
    scopes: scopesSchema.min(1).max(scopeNames.length).default(['read', 'write']),
    expires_at: expirySchema.optional().meta({
      description:
        'When the key expires, at the latest with the calling key; default: with the calling key, or never.',
      example: '2099-01-01T00:00:00Z',
    }),
  })
  .meta({
    id: 'KeyIn',
    description: 'The key to create.',
    example: { name: 'nightly import', scopes: ['read', 'write'] },
  });
export type KeyIn = z.output<typeof keyInSchema>;

export const keySchema = z
  .object({
    id: keyIdSchema,
    name: nameSchema.nullable().meta({ description: 'Name for people.' }),
    tenant: tenantSchema,
    scopes: scopesSchema,
    hint: z.string().meta({ description: 'The first characters of the secret.', example: 'gck_x7Qm' }),
    created_at: z.iso.datetime().meta({ description: 'When it was created.' }),
    expires_at: z.iso.datetime().nullable().meta({ description: 'When it expires; null: never.' }),
    last_used_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When it was used last, to a minute; null: not yet.' }),
  })
  .meta({ id: 'Key', description: 'An API key, without its secret.' });
export type Key = z.infer<typeof keySchema>;
export const keyPageSchema = pageOf(keySchema, 'KeyPage');

export const keyCreatedSchema = z
  .object({
    key: keySchema,
    secret: z.string().meta({
      description:
        'The secret that callers send. It is shown only once: the service stores only its SHA-256.',
      example: 'gck_x7QmVbq0cS1uTtV8Zk3nYw2LrEoJ5aHdPi9fGg4MxNs',
    }),
  })
  .meta({ id: 'KeyCreated', description: 'A new key with its secret.' });

export const keyRotationSchema = z
  .strictObject({
    overlap_seconds: z
      .int()
      .min(0)
      .max(30 * 86_400)
      .default(86_400)
      .meta({
        description: 'Seconds for which the old key stays valid beside the new one.',
        example: 86_400,
      }),
    expires_at: expirySchema.nullable().optional().meta({
      description:
        'When the new key expires; null: never. Default: never if the old one was created without an end, otherwise after the same time from its creation. At the latest with the calling key; a key that rotates itself keeps its end.',
      example: '2099-01-01T00:00:00Z',
    }),
  })
  .meta({ id: 'KeyRotation', description: 'How a key is replaced.', example: { overlap_seconds: 3_600 } });

export const keysQuerySchema = pageQuerySchema.extend({
  tenant: tenantSchema.optional().meta({
    description:
      'Default: the tenant of the calling key. Only an admin key of the service may name another tenant.',
  }),
});
