import { limits } from '../../contracts/schemas/index.ts';
import { type AppError, type ErrorCode, type Fault, refusal } from '../../errors.ts';

/** Faults of one kind, collected until the end so that a caller sees them together. The first ones are kept in full,
 *  the rest are counted. */
export class Faults {
  private readonly code: ErrorCode;
  private readonly kept: Fault[] = [];
  private count = 0;

  constructor(code: ErrorCode) {
    this.code = code;
  }

  add(fault: Fault): void {
    this.count++;
    if (this.kept.length < limits.faultsMax) this.kept.push(fault);
  }

  /** @throws AppError with the faults, when there are any */
  throwIfAny(): void {
    if (this.count > 0) throw this.error();
  }

  /** All faults as one error; there is at least one. */
  error(): AppError {
    const [{ line, path, message, accepted }] = this.kept;
    const where = line === undefined ? (path ?? '') : `Line ${line}`;
    const unlisted = this.count - this.kept.length;
    const sentences = [
      `${where === '' ? '' : `${where}: `}${message}${accepted === undefined ? '' : `; accepted is ${accepted}`}.`,
      ...(this.count > 1
        ? [
            `There are ${this.count} faults${unlisted > 0 ? `; the first ${this.kept.length} are listed` : ''}.`,
          ]
        : []),
    ];
    return refusal(this.code, this.kept, sentences.join(' '));
  }
}

/** Refuses with a single fault, which the detail repeats. */
export function refuse(code: ErrorCode, fault: Fault): never {
  const faults = new Faults(code);
  faults.add(fault);
  throw faults.error();
}

/** A text of the caller in quotes, cut to fit into a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** `a, b and 3 more`. */
export function listed(names: string[], max = 10): string {
  const shown = names.slice(0, max).map(quoted).join(', ');
  return names.length > max ? `${shown} and ${names.length - max} more` : shown;
}
