/** Questions to a process of the bench, one at a time or several, and their answers. */
import { type ChildProcess, fork } from 'node:child_process';

export interface OwnProcess<Question, Answer> {
  pid: number;
  /** @throws Error with the message of the process */
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

interface Asked {
  id: number;
  question: unknown;
}

interface Answered {
  id: number;
  answer?: unknown;
  error?: string;
}

/** Starts a file that calls `answerParent`. */
export function startOwnProcess<Question, Answer>(file: URL): OwnProcess<Question, Answer> {
  const child: ChildProcess = fork(file, { serialization: 'advanced' });
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  let ids = 0;
  child.on('message', ({ id, answer, error }: Answered) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(answer as Answer);
    else one?.reject(new Error(error));
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      for (const one of waiting.values())
        one.reject(new Error(`${file.pathname} ended with ${code ?? signal}`));
      resolve();
    });
  });
  return {
    pid: child.pid as number,
    ask(question) {
      const asked = Promise.withResolvers<Answer>();
      waiting.set(++ids, asked);
      child.send({ id: ids, question } satisfies Asked);
      return asked.promise;
    },
    stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** Answers the questions of the process that started this one. Ends with it. */
export function answerParent<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ id, question }: Asked) => {
    const answered = await answer(question as Question).then(
      (given): Answered => ({ id, answer: given }),
      (error: Error): Answered => ({ id, error: error.message }),
    );
    process.send?.(answered);
  });
}
