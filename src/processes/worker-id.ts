import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Name of a worker process in logs and for its jobs: machine, a random part, process. Containers may share the name of
 *  their machine, and each has a process 1. */
export function newWorkerId(): string {
  return `${hostname()}:${randomBytes(4).toString('hex')}:${process.pid}`;
}
