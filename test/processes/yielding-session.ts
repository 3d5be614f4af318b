/** Yields as a session, and tells its process and how the scheduler treats the session. */
import { readFileSync } from 'node:fs';
import { yieldAsSession } from '../../src/processes/priority.ts';

yieldAsSession(Number(process.argv[2]));
process.stdout.write(readFileSync('/proc/self/autogroup', 'utf8'));
