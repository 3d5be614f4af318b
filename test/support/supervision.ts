import { type CoreShare, control, type JobMessage } from '../../src/contracts/ports/index.ts';
import { coresOf } from '../../src/training/cores.ts';
import { createSupervision } from '../../src/training/supervision.ts';

export type OnMessage = (message: JobMessage, words: Int32Array) => void;

export interface Watch {
  /** May give orders through the control words. */
  onMessage?: OnMessage;
  /** How far the clock moves on whenever it is read. */
  tickMs?: number;
  elapsedSeconds?: number;
  cores?: CoreShare;
}

/** Supervision of a job in this thread, which keeps what the job reports. Every checkpoint counts as saved. */
export function watched({ onMessage = () => {}, tickMs = 100, elapsedSeconds = 0, cores }: Watch = {}) {
  const words = controlWords();
  words[control.checkpointsSaved] = 1_000_000;
  const messages: JobMessage[] = [];
  let now = 0;
  const supervision = createSupervision({
    elapsedSeconds,
    control: words.buffer as SharedArrayBuffer,
    cores: coresOf(cores),
    send(message) {
      messages.push(message);
      onMessage(message, words);
    },
    clock() {
      now += tickMs;
      return now;
    },
  });
  return { supervision, messages };
}

export function controlWords(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(control.words * Int32Array.BYTES_PER_ELEMENT));
}
