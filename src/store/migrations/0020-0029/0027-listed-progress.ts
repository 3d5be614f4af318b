import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Progress as lists have it: without the losses and the forecast of a training, which take kilobytes. A trigger copies
 *  it, so that a page reads narrow columns only. */
export const listedProgress: Migration = {
  version: 27,
  name: 'listed-progress',
  async up(db) {
    await sql`ALTER TABLE jobs ADD COLUMN listed_progress jsonb`.execute(db);
    await sql`UPDATE jobs SET listed_progress = progress - 'losses' - 'forecast'`.execute(db);
    await sql`
      CREATE FUNCTION set_listed_progress() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.listed_progress := NEW.progress - 'losses' - 'forecast';
        RETURN NEW;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER jobs_set_listed_progress BEFORE INSERT OR UPDATE OF progress ON jobs
        FOR EACH ROW EXECUTE FUNCTION set_listed_progress()`.execute(db);
  },
};
