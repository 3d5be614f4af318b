import type { Migration } from '../migrations/contract/migration.ts';

/** A row of `schema_versions`. */
export interface AppliedMigration {
  version: number;
  name: string;
}

/** The tables of the database are not those of this version. The message tells the operator what to change. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** The steps that a database still needs.
 *  @param applied rows of `schema_versions` in order of their versions
 *  @throws SchemaError when `applied` is not how `steps` begin; the message names the first migration that differs */
export function pendingMigrations(applied: AppliedMigration[], steps: Migration[]): Migration[] {
  for (const [i, found] of applied.entries()) {
    const step = steps[i];
    if (step?.version === found.version && step.name === found.name) continue;
    if (found.version > steps.length) throw new SchemaError(newerSchema(found, steps));
    throw new SchemaError(
      `The migrations of this database are not those of this Gatecast: ${difference(found, step, applied, steps)} Nothing was changed. Restore the database from a backup, start the Gatecast that migrated it, or set DATABASE_URL to another database.`,
    );
  }
  return steps.slice(applied.length);
}

/** @throws SchemaError unless `applied` is how `steps` are, all of them */
export function requireAllApplied(applied: AppliedMigration[], steps: Migration[]): void {
  if (pendingMigrations(applied, steps).length === 0) return;
  throw new SchemaError(
    `The database has schema version ${applied.length}, made by an older Gatecast; this one needs ${steps.length}. Nothing was changed. Start an API or a worker of this version, which migrates the database, or run the command of the older version.`,
  );
}

function newerSchema({ version, name }: AppliedMigration, steps: Migration[]): string {
  return `The database has schema version ${version}, made by a newer Gatecast (migration \`${name}\`); this one knows up to ${steps.length}. Upgrade Gatecast, or set DATABASE_URL to another database.`;
}

/** @param step the step that belongs where `found` was read */
function difference(
  found: AppliedMigration,
  step: Migration,
  applied: AppliedMigration[],
  steps: Migration[],
): string {
  if (found.version > step.version) {
    return `version ${step.version} (\`${step.name}\`) was not applied, but version ${found.version} (\`${found.name}\`) was.`;
  }
  const place = `version ${found.version} is \`${found.name}\``;
  const known = steps.find(({ name }) => name === found.name);
  if (known === undefined) return `${place}, which is unknown here; expected \`${step.name}\`.`;
  const isRepeated = applied.filter(({ name }) => name === found.name).length > 1;
  const fault = isRepeated ? 'was applied twice' : `belongs at version ${known.version}`;
  return `${place}, which ${fault}; expected \`${step.name}\`.`;
}
