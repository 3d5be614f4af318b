import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Backtests of trained models. A job belongs to a model, or to a backtest of the model. */
export const backtests: Migration = {
  version: 5,
  name: 'backtests',
  async up(db) {
    await sql`
      CREATE TABLE backtests (
        id text COLLATE "C" PRIMARY KEY,
        tenant_id text NOT NULL,
        model_id text COLLATE "C" NOT NULL REFERENCES models ON DELETE CASCADE,
        dataset_id text COLLATE "C" NOT NULL,
        dataset_version integer NOT NULL,
        job_id text NOT NULL,
        status text NOT NULL CHECK (status IN ('running', 'ready', 'failed', 'cancelled')),
        plan jsonb NOT NULL,
        report jsonb,
        error jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        ready_at timestamptz
      )`.execute(db);
    await sql`CREATE INDEX backtests_by_model ON backtests (model_id, id DESC)`.execute(db);
    await sql`
      CREATE TABLE backtest_windows (
        backtest_id text COLLATE "C" NOT NULL REFERENCES backtests ON DELETE CASCADE,
        position integer NOT NULL,
        tenant_id text NOT NULL,
        told jsonb NOT NULL,
        PRIMARY KEY (backtest_id, position)
      )`.execute(db);
    await sql`
      ALTER TABLE jobs ADD COLUMN backtest_id text COLLATE "C" REFERENCES backtests ON DELETE CASCADE`.execute(
      db,
    );
    await sql`CREATE INDEX jobs_by_backtest ON jobs (backtest_id) WHERE backtest_id IS NOT NULL`.execute(db);
  },
};
