import { z } from 'zod';

export const storedKindNames = [
  'datasets',
  'models',
  'fleets',
  'forecasts',
  'backtests',
  'checkpoints',
  'jobs',
  'webhooks',
] as const;
export type StoredKind = (typeof storedKindNames)[number];

const bytes = z.int().min(0);

export const usageSchema = z
  .object({
    stored_bytes: bytes.meta({ description: 'Bytes that the tenant stores.' }),
    stored_bytes_max: bytes.nullable().meta({ description: 'Bytes that it may store; null: any number.' }),
    stored_bytes_by_kind: z
      .object({
        datasets: bytes.meta({ description: 'Observations and symbols, with their kept versions.' }),
        models: bytes.meta({ description: 'Weights and cards.' }),
        fleets: bytes.meta({ description: 'Lists of the series of fleets. Their models count as models.' }),
        forecasts: bytes.meta({ description: 'Stored forecasts.' }),
        backtests: bytes.meta({ description: 'Reports of backtests.' }),
        checkpoints: bytes.meta({
          description: 'Checkpoints of trainings that run, or that failed or were cancelled.',
        }),
        jobs: bytes.meta({ description: 'Events and log lines of jobs.' }),
        webhooks: bytes.meta({ description: 'Messages to webhooks.' }),
      } satisfies Record<StoredKind, z.ZodType>)
      .meta({ id: 'StoredBytes', description: 'The stored bytes by kind. Rows count with their indexes.' }),
    observations: z.int().min(0).meta({ description: 'Observations and symbols of all datasets.' }),
    observations_max: z
      .int()
      .nullable()
      .meta({ description: 'Observations that it may store; null: any number.' }),
  })
  .meta({ id: 'Usage', description: 'How much a tenant stores, and how much it may store.' });
export type Usage = z.infer<typeof usageSchema>;
