/** Messages between launcher and supervisor, and their errors. */

export type EmbeddedFault =
  /** The npm package of the binaries is not installed. */
  | 'package_missing'
  /** Another Gatecast holds the data directory. */
  | 'in_use'
  /** The data directory was made by another major version of PostgreSQL. */
  | 'version_mismatch'
  /** The user that would run PostgreSQL cannot reach the binaries or the data directory. */
  | 'unreachable'
  | 'start_failed';

/** The embedded PostgreSQL cannot run. The message tells the operator what to change. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly fault: EmbeddedFault;

  constructor(fault: EmbeddedFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

export type LogLevel = 'info' | 'warn' | 'error';

export interface SupervisorOptions {
  connectionsMax: number;
  dataDir: string;
  socketDir: string;
  /** Process that the supervisor serves. Another Gatecast names it when it finds the directory in use. */
  ownerPid: number;
}

export type SupervisorMessage =
  /** A sign of life until the server is ready. */
  | { type: 'starting' }
  | { type: 'ready'; postmasterPid: number }
  | { type: 'log'; level: LogLevel; message: string }
  | { type: 'failed'; fault: EmbeddedFault; message: string };

export type LauncherMessage = { type: 'stop' };

/** Role of the service, which owns its database and is no superuser. */
export const serviceRole = 'gatecast_service';

/** Name of the superuser, which only sets things up, and of the database. */
export const gatecastName = 'gatecast';

/** Folder of the cluster in the data directory. */
export const clusterName = 'postgres';
/** File of the socket: PostgreSQL puts its port into the name. */
export const socketName = '.s.PGSQL.5432';
