import { cutText, limits } from '../../contracts/values/index.ts';
import { type AppError, type ErrorCode, type Fault, refusal } from '../../errors.ts';

/** Collects the faults of one kind, so that a caller sees them together. The first faults are
 *  kept, the rest counted. */
export class Faults {
  private readonly code: ErrorCode;
  private readonly kept: Fault[] = [];
  private readonly countMax: number;
  private added = 0;

  /** @param countMax with more faults, `add` throws: the rest is not read */
  constructor(code: ErrorCode, { countMax = Number.POSITIVE_INFINITY } = {}) {
    this.code = code;
    this.countMax = countMax;
  }

  /** @param fault a function is called only for a fault that is kept. @throws AppError with the faults so far,
   *  if there are too many */
  add(fault: Fault | (() => Fault)): void {
    this.added++;
    if (this.kept.length < limits.faultsMax) this.kept.push(typeof fault === 'function' ? fault() : fault);
    if (this.count > this.countMax) throw this.error();
  }

  get count(): number {
    return this.added;
  }

  /** The first fault; null if there is none. */
  get first(): Fault | null {
    return this.kept[0] ?? null;
  }

  /** @throws AppError with the faults, if there are any */
  throwIfAny(): void {
    if (this.count > 0) throw this.error();
  }

  /** One error for all faults. There must be at least one. */
  error(): AppError {
    const [{ line, path, message, accepted }] = this.kept;
    const where = line === undefined ? (path ?? '') : `Line ${line}`;
    const unlisted = this.count - this.kept.length;
    const sentences = [
      `${where === '' ? '' : `${where}: `}${message}${accepted === undefined ? '' : `; accepted is ${accepted}`}.`,
      ...(this.count > 1
        ? [
            `There are ${this.count > this.countMax ? 'at least ' : ''}${this.count} faults${unlisted > 0 ? `; the first ${this.kept.length} are listed` : ''}.`,
          ]
        : []),
    ];
    return refusal(this.code, this.kept, sentences.join(' '));
  }
}

/** Throws an error with a single fault, which is also its detail. */
export function refuse(code: ErrorCode, fault: Fault): never {
  const faults = new Faults(code);
  faults.add(fault);
  throw faults.error();
}

/** A text of the caller in quotes, shortened for a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${cutText(text, 60)}…` : text);
}

/** `a, b and 3 more`. */
export function listed(names: string[], max = 10): string {
  const shown = names.slice(0, max).map(quoted).join(', ');
  return names.length > max ? `${shown} and ${names.length - max} more` : shown;
}
