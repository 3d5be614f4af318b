import pg from 'pg';
import { AppError } from '../../errors.ts';
import { isConnectionError, isLockTimeout, isSessionRefused } from './connection.ts';
import { SchemaError } from './history.ts';

/** Remedies by SQLSTATE: invalid_password, invalid_authorization_specification, invalid_catalog_name,
 *  insufficient_privilege. */
const advice: Record<string, string> = {
  '28P01': 'Correct the user or the password in DATABASE_URL (special characters are encoded: @ as %40).',
  '28000':
    'Permit this user, database and address in pg_hba.conf, or correct DATABASE_URL; a server that wants encryption needs `?sslmode=require` at its end.',
  '3D000': 'Create the database (`createdb`), or correct its name in DATABASE_URL.',
  '42501':
    'Make the role in DATABASE_URL the owner of the database, or grant it CREATE on the database and on the schema `public`.',
};
/** For other reasons why the server lets no session begin. */
const otherAdvice = 'Change what the message names at the server, or correct DATABASE_URL.';
/** Codes of Node and OpenSSL for a certificate or a protocol that is refused. */
const ofTls =
  /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** Why no work with PostgreSQL can begin, and what the operator changes; null for an error that has another reason, or that may pass. */
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
  if (ofTls.test(code))
    return `The encrypted connection to PostgreSQL fails: ${cause.message}. Name the certificate of its authority in DATABASE_URL (\`?sslmode=verify-full&sslrootcert=/path/ca.pem\`).`;
  // The driver reads the certificates that the address names.
  if (syscall === 'open')
    return `A file that DATABASE_URL names cannot be read: ${cause.message}. Correct its path, or its permissions.`;
  return null;
}

/** As `databaseRefusal`, for a command that does not wait until PostgreSQL answers. */
export function databaseFault(error: unknown): string | null {
  const refusal = databaseRefusal(error);
  if (refusal !== null || !isConnectionError(error)) return refusal;
  const { message } = (error instanceof AppError ? error.cause : error) as Error;
  if (isLockTimeout(error))
    return `PostgreSQL does not let the command go on: ${message}. Another session holds a lock; end its transaction, or repeat the command later.`;
  return `PostgreSQL does not answer: ${message}. Start it, or correct the host and the port in DATABASE_URL.`;
}
