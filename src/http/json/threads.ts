import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { receiveParts } from '../../bodies/index.ts';
import type { NumericBundle, SymbolBundle } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { isLargerThan, jsonInlineBytesMax } from '../../json-size.ts';
import {
  callerGraceMs,
  createFairGate,
  createThreadPool,
  sharedPool,
  type ThreadPool,
} from '../../sharing/index.ts';
import { readDescription } from './bundle-description.ts';
import { type Parsed, type Tasks, tasks } from './tasks.ts';

/** Threads for the bodies and answers of one tenant, and one more for a tenant that has none. */
const threadsMax = 2;
const threadsSpare = 1;
const waitingMax = 200;
const waitingPerTenantMax = 150;
const idleMsMax = 10_000;

/** The threads of this process. They start when they are needed, and end when they are idle. */
let threads: Pick<ThreadPool, 'run'> | null = null;
const gate = createFairGate({
  slots: threadsMax + threadsSpare,
  slotsPerTenant: threadsMax,
  slotsSpare: threadsSpare,
  waitingMax,
  waitingPerTenantMax,
  msMax: null,
  graceMs: callerGraceMs,
  subject: 'large bodies and answers',
});
const counts: Partial<Record<keyof Tasks, number>> = {};

type Written<Name extends keyof Tasks> =
  ReturnType<Tasks[Name]> extends string ? Buffer : ReturnType<Tasks[Name]>;

/** Does a task in a thread, in turn with those of other tenants. @throws AppError overloaded, call_abandoned */
export async function inJsonThread<Name extends keyof Tasks>(
  name: Name,
  task: Parameters<Tasks[Name]>[0],
  { transferList = [], port }: { transferList?: ArrayBuffer[]; port?: MessagePort } = {},
): Promise<Written<Name>> {
  threads ??= sharedPool(
    createThreadPool({
      entry: new URL('./thread.ts', import.meta.url),
      subject: 'large bodies and answers',
      threadsMax: threadsMax + threadsSpare,
      idleMsMax,
    }),
    gate,
  );
  counts[name] = (counts[name] ?? 0) + 1;
  const result = await (port === undefined
    ? threads.run({ name, task }, { transferList })
    : threads.run({ name, task, port }, { transferList: [...transferList, port] }));
  return (
    result instanceof Uint8Array ? Buffer.from(result.buffer, result.byteOffset, result.length) : result
  ) as Written<Name>;
}

/** Number of tasks of a kind that threads were given. */
export function jsonTasksInThreads(name: keyof Tasks): number {
  return counts[name] ?? 0;
}

/** Parses and validates a large body in a thread. The bytes are transferred: the caller cannot use them afterwards.
 *  @throws AppError body_invalid_json, request_invalid, overloaded */
export async function parseLarge(bytes: Uint8Array<ArrayBuffer>, schema: string): Promise<unknown> {
  return inParts((port) => inJsonThread('parse', { bytes, schema }, { transferList: [bytes.buffer], port }));
}

/** Parses and validates `bundle.json`; in a thread if it is large. @throws AppError bundle_invalid,
 *  bundle_version_unsupported */
export async function parseDescription(bytes: Uint8Array): Promise<NumericBundle | SymbolBundle> {
  if (bytes.length <= jsonInlineBytesMax) return readDescription(bytes);
  const task = { bytes: Uint8Array.from(bytes) };
  return (await inParts((port) => inJsonThread('bundle', task, { port }))) as NumericBundle | SymbolBundle;
}

/** JSON for people; written in a thread if it is large. */
export async function indentedJson(value: unknown): Promise<string | Buffer> {
  return isLargerThan(value, jsonInlineBytesMax)
    ? inJsonThread('indented', { value })
    : tasks.indented({ value });
}

/** The value of a body that a thread parses and sends in parts. */
async function inParts(parse: (port: MessagePort) => Promise<Parsed>): Promise<unknown> {
  const { port1: own, port2: port } = new MessageChannel();
  const received = receiveParts(own);
  try {
    const parsed = await parse(port);
    if ('code' in parsed) throw new AppError(parsed.code, parsed.details);
    return received();
  } finally {
    own.close();
  }
}
