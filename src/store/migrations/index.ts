import { initial } from './0001-initial.ts';
import { keys } from './0002-keys.ts';
import { idempotency } from './0003-idempotency.ts';
import { aliases } from './0004-aliases.ts';
import type { Migration } from './migration.ts';

/** In order; a migration's version is its place in this list, from 1. */
export const migrations: Migration[] = [initial, keys, idempotency, aliases];
