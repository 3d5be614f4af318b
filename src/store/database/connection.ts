import pg from 'pg';
import { AppError } from '../../errors.ts';

/** System error codes of the network, and of a server that stops or starts. */
const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT', // ENOENT: the server's unix socket does not exist
]);
/** SQLSTATE: admin_shutdown, crash_shutdown, cannot_connect_now, database_dropped, the time limits of an idle session,
 *  of an idle transaction and of a transaction, too_many_connections, and read_only_sql_transaction: a server that has
 *  become a standby keeps its sessions, and a new one may reach the server that writes. Class 08 are
 *  connection exceptions. */
const sqlStates = new Set('57P01 57P02 57P03 57P04 57P05 25P03 25P04 53300 25006'.split(' '));
/** SQLSTATE of errors that say nothing about the statement: out_of_memory, configuration_limit_exceeded,
 *  insufficient_resources, system_error, io_error, lock_not_available, serialization_failure. */
const passingSqlStates = new Set('53200 53400 53000 58000 58030 55P03 40001'.split(' '));
/** Faults of a server that answers, by SQLSTATE. */
const states: Record<string, string> = {
  '25006': 'The database takes no writes: it is a standby, or read-only',
  '0A000': 'The tables of the database have just been upgraded',
  '53300': 'The database has no free connection for the service',
};
const ofForeignNames = /^42(P07|710|723|701|703|809)$/;
/** Severities of errors that end a session, or let none begin. */
const endsSession = /^(FATAL|PANIC)$/;
/** Messages of connection errors to which pg and its pool give no code. */
const messages =
  /^(Connection terminated|Connection ended|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Postgres connection has been discarded)/;

/** Whether a call failed because the database could not be reached. A retry can then help. */
export function isConnectionError(error: unknown): boolean {
  if (error instanceof AppError)
    return (
      error.code === 'database_unavailable' && !isSessionRefused(error.cause) && !lacksRight(error.cause)
    );
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (error instanceof pg.DatabaseError)
    return sqlStates.has(code) || code.startsWith('08') || hasOutdatedPlan(error);
  return systemCodes.has(code) || messages.test(error.message);
}

/** Whether an error of a statement leaves a connection that is of no more use: its session has ended, may not write any
 *  more, or has prepared statements for tables that are gone. Other errors, such as of a lock that is not free in time,
 *  concern the statement. */
export function breaksConnection(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return isConnectionError(cause) || isEndOfSession(cause);
}

function isEndOfSession(error: unknown): boolean {
  return error instanceof pg.DatabaseError && endsSession.test(error.severity ?? '');
}

/** Whether a statement waited for a lock longer than `lock_timeout`. SQLSTATE: lock_not_available. */
export function isLockTimeout(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return cause instanceof pg.DatabaseError && cause.code === '55P03';
}

/** Whether the server let no session begin, for a reason that an operator removes: a password, a
 *  missing database, a right. */
export function isSessionRefused(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError) || !isEndOfSession(error)) return false;
  return !isConnectionError(error) && !isStorageFull(error) && !passingSqlStates.has(error.code ?? '');
}

/** Whether the role of the service has lost a right. SQLSTATE: insufficient_privilege, which a violated policy has too:
 *  that is a bug of ours. */
function lacksRight(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '42501' && error.routine === 'aclcheck_error';
}

/** Whether the connection has prepared a statement for columns that a migration has changed since. A new connection
 *  prepares it again. The message of PostgreSQL is in the language of the server, the name of its function is not. */
export function hasOutdatedPlan(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  if (!(cause instanceof pg.DatabaseError)) return false;
  return cause.code === '0A000' && cause.routine === 'RevalidateCachedQuery';
}

/** Whether a statement was refused because an earlier one of its transaction has failed. SQLSTATE:
 *  in_failed_sql_transaction. */
export function isInFailedTransaction(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '25P02';
}

/** Whether PostgreSQL ended a transaction because it and another one waited for each other.
 *  SQLSTATE: deadlock_detected. */
export function isDeadlock(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return cause instanceof pg.DatabaseError && cause.code === '40P01';
}

/** Whether a migration found a table, a column or a function of another program under a name of its own. SQLSTATEs:
 *  duplicate_table, duplicate_object, duplicate_function, duplicate_column, undefined_column, wrong_object_type. */
export function meetsForeignName(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && ofForeignNames.test(error.code ?? '');
}

/** Whether a write failed because a disk is full. SQLSTATE: disk_full; an I/O error says it in its message, and so does
 *  a server that can begin no session. Older servers leave the reason out where a session cannot
 *  write its first file. */
export function isStorageFull(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'storage_full';
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (code === '53100' || code === 'ENOSPC') return true;
  if (code !== '58030' && !isEndOfSession(error)) return false;
  return /No space left|^could not write init file/.test(error.message);
}

/** Whether writes are refused because the ids of transactions are used up. SQLSTATE: program_limit_exceeded, which
 *  has other reasons too. */
function hasNoTransactionIds(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code !== '54000') return false;
  return error.routine === 'GetNewTransactionId' || error.routine === 'GetNewMultiXactId';
}

/** Whether the database as a whole takes no writes now, and reads go on. */
export function refusesWrites(error: unknown): boolean {
  return isStorageFull(error) || hasNoTransactionIds(error);
}

/** Whether a statement took longer than `statement_timeout`, or another session cancelled it.
 *  SQLSTATE: query_canceled. */
function isStopped(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && error.code === '57014';
}

/** Whether another session cancelled a statement (`pg_cancel_backend`). PostgreSQL has no code for it. Its message says
 *  it, in the language of the server (`lc_messages`): it is known in English only. */
export function isCancelled(error: unknown): boolean {
  return isStopped(error) && error.message.endsWith('due to user request');
}

const stoppedInOtherLanguage =
  'The database stopped a statement, because it took too long or its operator cancelled it; try again, with less in one call.';

function stoppedDetail(error: pg.DatabaseError): string {
  if (isCancelled(error))
    return 'The operator of the database cancelled a statement of this call; try again in a few seconds.';
  return error.message.endsWith('due to statement timeout')
    ? 'The database took too long over a statement, and it was stopped; try again, with less in one call.'
    : stoppedInOtherLanguage;
}

/** Whether the error of a call ends by itself: the database can be reached again, has room again, or another session
 *  releases its lock. A statement that takes too long, that is cancelled or that the role may not run may fail again,
 *  and one that was part of a deadlock need not wait. */
export function isOutage(error: unknown): boolean {
  if (isStorageFull(error)) return true;
  if (!(error instanceof AppError) || error.code !== 'database_unavailable') return false;
  return !isStopped(error.cause) && !isDeadlock(error) && !lacksRight(error.cause);
}

/** Maps an error of the driver to an AppError. Any other error is a bug of ours, and is returned unchanged. */
export function translateError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (isStorageFull(error)) {
    return new AppError('storage_full', {
      detail:
        'The disk of the database is full, so nothing can be stored; reading works. Delete data that is not needed, or ask the operator for more space.',
      cause: error,
    });
  }
  if (hasNoTransactionIds(error)) {
    return new AppError('database_unavailable', {
      detail:
        'The database takes no writes, because its transaction ids are used up; reading works. Its operator ends old transactions, prepared ones and replication slots, and runs VACUUM in each database.',
      cause: error,
    });
  }
  if (isStopped(error)) {
    return new AppError('database_unavailable', {
      detail: stoppedDetail(error),
      cause: error,
    });
  }
  if (isLockTimeout(error)) {
    return new AppError('database_unavailable', {
      detail:
        'Another statement holds a lock that this one needs, and did not release it in time; try again in a few seconds.',
      cause: error,
    });
  }
  if (isDeadlock(error)) {
    return new AppError('database_unavailable', {
      detail:
        'This call and another one waited for each other, and the database ended this one; send it again.',
      cause: error,
    });
  }
  if (isConnectionError(error)) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return new AppError('database_unavailable', {
      detail: `${states[code] ?? 'The database does not answer'}; try again in a few seconds.`,
      cause: error,
    });
  }
  if (isSessionRefused(error)) {
    return new AppError('database_unavailable', {
      detail: 'The database refuses the connections of the service; its operator checks DATABASE_URL.',
      cause: error,
    });
  }
  if (lacksRight(error)) {
    return new AppError('database_unavailable', {
      detail:
        'The database does not permit this to the service; its operator checks the rights of the role in DATABASE_URL.',
      cause: error,
    });
  }
  if (error instanceof pg.DatabaseError && passingSqlStates.has(error.code ?? '')) {
    return new AppError('database_unavailable', {
      detail: 'The database could not do this now; try again in a few seconds.',
      cause: error,
    });
  }
  // The last line: schemas bound what they know to be a column of integers.
  if (error instanceof pg.DatabaseError && error.code === '22003') {
    return new AppError('request_invalid', {
      detail: 'A number of the request is beyond what can be stored or compared; send a smaller one.',
      cause: error,
    });
  }
  if (error instanceof pg.DatabaseError && error.routine === 'report_untranslatable_char') {
    return new AppError('request_invalid', {
      detail:
        'A text holds a character that the encoding of the database does not have; leave it out, or ask the operator for a database with UTF8.',
      cause: error,
    });
  }
  // PostgreSQL stores every character in text except U+0000 (22021 in text, 22P05 in JSON).
  if (error instanceof pg.DatabaseError && (error.code === '22021' || error.code === '22P05')) {
    return new AppError('request_invalid', {
      detail: 'A text holds the character U+0000, which cannot be stored; leave it out.',
      cause: error,
    });
  }
  return error;
}
