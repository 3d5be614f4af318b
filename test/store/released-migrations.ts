import { createHash } from 'node:crypto';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { migrations } from '../../src/store/index.ts';

type Migration = (typeof migrations)[number];

/** SHA-256 of the statements of a migration, in their order. */
export async function digestOf(migration: Migration): Promise<string> {
  const hash = createHash('sha256');
  const recording = new Kysely<unknown>({
    dialect: {
      createDriver: () => new DummyDriver(),
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => {
      hash.update(`${query.sql}\n${JSON.stringify(query.parameters)}\n`);
    },
  });
  await migration.up(recording);
  return hash.digest('hex');
}

/** Every released migration as databases record it. An entry never changes; a release adds its own. */
export const released = [
  { version: 1, name: 'initial', digest: 'ab4aa8a9631427e289623dad65e5b9cff15298a9bb2db542406b5aa93dc5f80a' },
  {
    version: 2,
    name: 'job events',
    digest: 'd1094f5639c1c82b3d253e07da7058093b8e6c0e0388c5c71c310ab6d2a7b00e',
  },
  {
    version: 3,
    name: 'webhooks',
    digest: '9ee8e206ccf2ed06b3cf380d2995bd3c32e22f2490e5406d7ca574b932b7ad45',
  },
  {
    version: 4,
    name: 'schedules',
    digest: '177d451bb050d2d9e774c57e4471a8dcb5d2686dd2752818a9a6133c60042ac5',
  },
  {
    version: 5,
    name: 'backtests',
    digest: '0d4d04fc8266504e34947de72df62c952ad78e084321712727b90baa13da1aff',
  },
  {
    version: 6,
    name: 'forecasts',
    digest: '3407bbdb9cdade69a9fd9478407646ef6169f9ee6cdb95dc88929929488f8942',
  },
  {
    version: 7,
    name: 'dataset-versions',
    digest: '006652980f1f8cb9a7b6b3cdc3d9c1791c3ee33eb326533f832ace3f8eabd8fe',
  },
  { version: 8, name: 'keys', digest: 'a7d5df102e6d1d3b41825fafa09985e049c6d12ed3ea06de7da89608857dcf04' },
  {
    version: 9,
    name: 'idempotency',
    digest: 'd3da3c19d389344198c9bf2b6ba8af9244dee8510985ccd0390d1ccaf2395b87',
  },
  {
    version: 10,
    name: 'aliases',
    digest: '4327f9e3c75cc56a589ef7e4e55eba028bf0cfb08b84d8e5225517d9e440057e',
  },
  {
    version: 11,
    name: 'backtests-by-tenant',
    digest: '72a140b01f1f2ad3b6fceeb825dca4c01012158ffa07dce6328df5ab5d922910',
  },
  {
    version: 12,
    name: 'imported-models',
    digest: '3604e6d3948b91d0185b44185efbbd4d5b4d3a2aad956c9dbe089d0e51153828',
  },
  {
    version: 13,
    name: 'anomaly-watches',
    digest: '35da3f662140f0d0f48da34c84916b10d2e704f5eef421db9c18b9381574e397',
  },
  {
    version: 14,
    name: 'symbols',
    digest: 'dd950060f9a4649bcd41d74c7b7b0cba8e6c9de2935c6cdd1760ba034265a004',
  },
];
