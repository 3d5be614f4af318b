import type { Kysely } from 'kysely';

/** One step forward. A step that has been released is never edited: a mistake is mended by the next one. */
export interface Migration {
  name: string;
  up(db: Kysely<unknown>): Promise<void>;
}
