import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Datasets, models and jobs. Ids are compared byte by byte (`COLLATE "C"`), so they sort by creation time under any
 *  locale. */
export const initial: Migration = {
  version: 1,
  name: 'initial',
  async up(db) {
    await sql`
      CREATE TABLE datasets (
        id text COLLATE "C" PRIMARY KEY,
        tenant_id text NOT NULL,
        name text NOT NULL,
        kind text NOT NULL,
        version integer NOT NULL CHECK (version >= 1),
        series_count integer NOT NULL,
        point_count bigint NOT NULL,
        missing_count bigint NOT NULL,
        time_kind text NOT NULL,
        time_zone text,
        frequency jsonb NOT NULL,
        start_time bigint NOT NULL,
        end_time bigint NOT NULL,
        target text NOT NULL,
        covariates text[] NOT NULL,
        warnings jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`.execute(db);
    await sql`CREATE INDEX datasets_by_tenant ON datasets (tenant_id, id DESC)`.execute(db);

    await sql`
      CREATE TABLE series (
        dataset_id text COLLATE "C" NOT NULL REFERENCES datasets ON DELETE CASCADE,
        position integer NOT NULL,
        tenant_id text NOT NULL,
        id text NOT NULL,
        start_time bigint NOT NULL,
        end_time bigint NOT NULL,
        point_count integer NOT NULL,
        missing_count integer NOT NULL,
        static jsonb NOT NULL,
        PRIMARY KEY (dataset_id, position),
        UNIQUE (dataset_id, id)
      )`.execute(db);

    await sql`
      CREATE TABLE series_chunks (
        dataset_id text COLLATE "C" NOT NULL,
        position integer NOT NULL,
        first_index integer NOT NULL,
        tenant_id text NOT NULL,
        first_time bigint NOT NULL,
        last_time bigint NOT NULL,
        point_count integer NOT NULL,
        times bytea NOT NULL,
        "values" bytea NOT NULL,
        covariates bytea NOT NULL,
        PRIMARY KEY (dataset_id, position, first_index),
        FOREIGN KEY (dataset_id, position) REFERENCES series ON DELETE CASCADE
      )`.execute(db);

    await sql`
      CREATE TABLE models (
        id text COLLATE "C" PRIMARY KEY,
        tenant_id text NOT NULL,
        dataset_id text COLLATE "C" NOT NULL REFERENCES datasets ON DELETE CASCADE,
        dataset_version integer NOT NULL,
        job_id text NOT NULL,
        name text NOT NULL,
        tags text[] NOT NULL,
        status text NOT NULL CHECK (status IN ('training', 'ready', 'failed', 'cancelled')),
        spec jsonb NOT NULL,
        parameter_count bigint,
        card jsonb,
        weights_bytes bigint,
        weights_sha256 text,
        error jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        ready_at timestamptz
      )`.execute(db);
    await sql`CREATE INDEX models_by_tenant ON models (tenant_id, id DESC)`.execute(db);
    await sql`CREATE INDEX models_by_dataset ON models (dataset_id, id DESC)`.execute(db);

    await sql`
      CREATE TABLE model_weights (
        model_id text COLLATE "C" PRIMARY KEY REFERENCES models ON DELETE CASCADE,
        tenant_id text NOT NULL,
        bytes bytea NOT NULL
      )`.execute(db);

    await sql`
      CREATE TABLE jobs (
        id text COLLATE "C" PRIMARY KEY,
        tenant_id text NOT NULL,
        kind text NOT NULL,
        status text NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
        model_id text COLLATE "C" NOT NULL REFERENCES models ON DELETE CASCADE,
        attempt integer NOT NULL DEFAULT 0,
        recoveries integer NOT NULL DEFAULT 0,
        cancel_requested boolean NOT NULL DEFAULT false,
        progress jsonb,
        error jsonb,
        request_id text,
        worker_id text,
        heartbeat_at timestamptz,
        queued_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        finished_at timestamptz
      )`.execute(db);
    await sql`CREATE INDEX jobs_by_tenant ON jobs (tenant_id, id DESC)`.execute(db);
    await sql`CREATE INDEX jobs_by_model ON jobs (model_id)`.execute(db);
    await sql`CREATE INDEX jobs_queued ON jobs (id) WHERE status = 'queued'`.execute(db);
    await sql`CREATE INDEX jobs_running ON jobs (id) WHERE status = 'running'`.execute(db);

    await sql`
      CREATE TABLE job_checkpoints (
        job_id text COLLATE "C" PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
        tenant_id text NOT NULL,
        step integer NOT NULL,
        bytes bytea NOT NULL,
        saved_at timestamptz NOT NULL DEFAULT now()
      )`.execute(db);
    // Weights hardly compress: trying costs more than it saves.
    await sql`ALTER TABLE model_weights ALTER COLUMN bytes SET STORAGE EXTERNAL`.execute(db);
    await sql`ALTER TABLE job_checkpoints ALTER COLUMN bytes SET STORAGE EXTERNAL`.execute(db);
  },
};
