import { type OwnProcess, startOwnProcess } from '../own-process.ts';

/** A route without a service behind it. `answer` parses and checks the body, and serialises the answer, both by schemas
 *  of exactly these values. `not_modified` answers 304. `two_rows` does as `answer` and inserts two rows before.
 *  `bytes` streams a file. */
export interface BareRoute {
  kind: 'answer' | 'not_modified' | 'two_rows' | 'bytes';
  method: 'GET' | 'POST';
  path: string;
  status: number;
  /** A request and an answer of the service. */
  body?: unknown;
  answer?: unknown;
  /** For `two_rows`: texts of the rows. */
  rows?: [string, string];
  /** For `bytes`: the file. */
  file?: string;
}

export interface BareOptions {
  routes: BareRoute[];
  databaseUrl?: string;
}

export interface Bare {
  url: string;
  process: OwnProcess<BareOptions, string>;
}

/** Starts bare routes in a process of their own. */
export async function startBare(options: BareOptions): Promise<Bare> {
  const process = startOwnProcess<BareOptions, string>(new URL('./bare-process.ts', import.meta.url));
  return { process, url: await process.ask(options) };
}
