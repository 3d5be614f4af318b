import pg from 'pg';
import { AppError } from '../../errors.ts';
import { tlsRemedy } from '../../tls-faults.ts';
import { isCancelled, isConnectionError, isSessionRefused, isStorageFull } from './connection.ts';
import { SchemaError } from './history.ts';

/** Remedies by SQLSTATE: invalid_password, invalid_authorization_specification, invalid_catalog_name,
 *  insufficient_privilege, invalid_schema_name. */
const advice: Record<string, string> = {
  '28P01': 'Correct the user or the password in DATABASE_URL (special characters are encoded: @ as %40).',
  '28000':
    'Permit this user, database and address in pg_hba.conf, or correct DATABASE_URL; a server that wants encryption needs `?sslmode=verify-full` at its end, with `&sslrootcert=/path/ca.pem` for an authority of your own.',
  '3D000': 'Create the database (`createdb`), or correct its name in DATABASE_URL.',
  '42501':
    'Make the role in DATABASE_URL the owner of the database, or grant it CREATE on the database and on the schema of its tables (`public`, unless `search_path` leads to another one).',
  '3F000': 'Create the schema that the `search_path` of the role in DATABASE_URL names.',
};
/** For other reasons why the server lets no session begin. */
const otherAdvice = 'Change what the message names at the server, or correct DATABASE_URL.';
const tls = {
  server: 'PostgreSQL',
  trust: 'name the file of the certificate in DATABASE_URL (`?sslmode=verify-full&sslrootcert=/path/ca.pem`)',
};

/** Why no work with PostgreSQL can begin, and what the operator changes; null for an error that has another
 *  reason, or that may pass. */
export function databaseRefusal(error: unknown): string | null {
  const cause = error instanceof AppError ? error.cause : error;
  if (cause instanceof SchemaError) return cause.message;
  if (!(cause instanceof Error)) return null;
  const { code = '', syscall } = cause as NodeJS.ErrnoException;
  if (cause instanceof pg.DatabaseError) {
    const remedy = advice[code] ?? (isSessionRefused(cause) ? otherAdvice : null);
    return remedy === null ? null : `PostgreSQL refuses the service: ${cause.message}. ${remedy}`;
  }
  if (cause.message.startsWith('SASL: ') && cause.message.includes('password must be'))
    return 'PostgreSQL wants a password. Write it into DATABASE_URL (postgres://user:password@host:5432/database).';
  if (cause.message.startsWith('The server does not support SSL'))
    return 'The PostgreSQL of DATABASE_URL does not offer encryption. Turn it on (`ssl = on`), or leave `sslmode` out of DATABASE_URL.';
  const remedy = tlsRemedy(code, tls);
  if (remedy !== null) return `The encrypted connection to PostgreSQL fails: ${cause.message}. ${remedy}`;
  // The driver reads the certificates that the address names.
  if (syscall === 'open')
    return `A file that DATABASE_URL names cannot be read: ${cause.message}. Correct its path, or its permissions.`;
  return null;
}

const otherHolds = 'Another session holds a lock; end its transaction, or repeat the command later.';
const isFull = 'The disk of PostgreSQL is full: make room, and repeat the command.';
/** Remedies where a server that answers stops a command, by SQLSTATE: lock_not_available, deadlock_detected,
 *  read_only_sql_transaction, query_canceled, too_many_connections. */
const stops: Record<string, string> = {
  '55P03': otherHolds,
  '40P01': otherHolds,
  '25006':
    'The server is a standby, or `default_transaction_read_only` is on: name the server that takes writes in DATABASE_URL, or turn the setting off.',
  '57014': 'Repeat the command when the server has less to do.',
  '53300': 'End other sessions, or raise `max_connections` or the limit of the role.',
};

/** As `databaseRefusal`, for a command that does not wait until PostgreSQL answers. */
export function databaseFault(error: unknown): string | null {
  const refusal = databaseRefusal(error);
  if (refusal !== null) return refusal;
  const cause = error instanceof AppError ? error.cause : error;
  if (cause instanceof pg.DatabaseError) {
    const stop = isCancelled(cause) ? 'Repeat the command.' : stops[cause.code ?? ''];
    const remedy = isStorageFull(cause) ? isFull : stop;
    if (remedy !== undefined) return `PostgreSQL does not let the command go on: ${cause.message}. ${remedy}`;
  }
  if (!isConnectionError(error)) return null;
  const { message } = cause as Error;
  return `PostgreSQL does not answer: ${message}. Start it, or correct the host and the port in DATABASE_URL.`;
}
