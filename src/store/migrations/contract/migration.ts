import type { Kysely } from 'kysely';

/** One step of the schema. A released step is never edited, renamed or moved: the next step corrects its mistakes. */
export interface Migration {
  /** Place in the history, from 1. The file's name begins with it. */
  version: number;
  /** Recorded in the database beside the version. The file's name ends with it. */
  name: string;
  up(db: Kysely<unknown>): Promise<void>;
}
