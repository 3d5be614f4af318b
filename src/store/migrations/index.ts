import type { Kysely } from 'kysely';
import { initial } from './0001-initial.ts';

/** One step forward. A change that has been released is never edited: a mistake is mended by the next one. */
export interface Migration {
  name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

/** In order; a migration's version is its place in this list, from 1. */
export const migrations: Migration[] = [initial];
