import { type OwnProcess, startOwnProcess } from '../own-process.ts';

export type ListenersQuestion =
  /** Opens so many streams of server-sent events, and waits for the first event of each. */
  | { open: { url: string; count: number } }
  /** Waits until every stream has received this text. */
  | { wait: string }
  | { close: true };

export interface ListenersAnswer {
  /** Streams that are open. */
  listeners: number;
  /** Answer of the service to a stream that it refused. */
  refusal: string | null;
  /** When the last listener received the text, in milliseconds since 1970. */
  lastAt: number;
}

export type Listeners = OwnProcess<ListenersQuestion, ListenersAnswer>;

export function startListeners(): Listeners {
  return startOwnProcess(new URL('./listeners-process.ts', import.meta.url));
}

/** Milliseconds since 1970 with fractions, comparable between the processes of a machine. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}
