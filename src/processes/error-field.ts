/** Field `err` of a log line. */
import { stdSerializers } from 'pino';

/** Characters of one text that is attached to an error. */
const textLengthMax = 300;
/** Values that are attached to an error, with those inside of others. */
const valuesMax = 50;
const depthMax = 5;

/** The error as pino writes it, with bounds for what is attached to it and to its causes. The driver of Redis attaches
 *  each failed command: a script of some KB and its arguments, which are data of callers. */
export function errorField(error: unknown): unknown {
  let left = valuesMax;
  const bounded = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string')
      return value.length <= textLengthMax ? value : `${value.slice(0, textLengthMax)}…`;
    if (typeof value !== 'object' || value === null) return value;
    if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
    if (value instanceof Date || value instanceof URL) return value.toJSON();
    if (depth === depthMax) return '…';
    const entries = Object.entries(value).slice(0, left);
    left -= entries.length;
    const inside = entries.map(([name, one]) => [
      name,
      isCommand(name, one) ? one.name : bounded(one, depth + 1),
    ]);
    return Array.isArray(value) ? inside.map(([, one]) => one) : Object.fromEntries(inside);
  };
  if (!(error instanceof Error)) return bounded(error, 0);
  const { type, message, stack, ...attached } = stdSerializers.err(error);
  return { type, message, stack, ...(bounded(attached, 0) as object) };
}

/** Whether this is a command of Redis as its driver attaches it. */
function isCommand(name: string, value: unknown): value is { name: unknown } {
  return (
    name === 'command' && typeof value === 'object' && value !== null && 'args' in value && 'name' in value
  );
}
