import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that answers each line on its stdin with one line on its stdout. It starts with a line that names its
 *  version. A line that starts with `error` is a failure. */
export interface PeerProcess {
  readonly greeting: string;
  ask(line: string): Promise<string>;
  stop(): void;
}

/** Limits of a peer, so that it has no more than the kernel that it is compared with. */
export interface PeerLimits {
  threads: number;
  /** `avx2`: the peers leave wider vectors unused. Other names: no limit. */
  instructionSet?: string;
}

const answerMsMax = 15 * 60_000;

/** @throws Error with the message of the program if it does not start. */
export async function startPeer(command: string, args: string[], limits: PeerLimits): Promise<PeerProcess> {
  const child = spawn(command, args, { env: peerEnvironment(limits), stdio: ['pipe', 'pipe', 'pipe'] });
  const complaints: Buffer[] = [];
  child.stderr.on('data', (chunk) => complaints.push(chunk));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let ended: Error | undefined;
  child.on('error', (error) => {
    ended = error;
  });
  child.stdin.on('error', () => {}); // the next read reports the reason

  async function answer(): Promise<string> {
    const timer = setTimeout(() => child.kill(), answerMsMax);
    const { value, done } = await lines.next();
    clearTimeout(timer);
    if (done) throw ended ?? new Error(reasonIn(Buffer.concat(complaints).toString()));
    if (value.startsWith('error')) throw new Error(value);
    return value;
  }

  return {
    greeting: await answer(),
    ask(line) {
      child.stdin.write(`${line}\n`);
      return answer();
    },
    stop: () => stop(child),
  };
}

function stop(child: ChildProcess): void {
  child.stdin?.end();
  child.kill();
}

const avx2Alone = { ONEDNN_MAX_CPU_ISA: 'AVX2', ATEN_CPU_CAPABILITY: 'avx2', OPENBLAS_CORETYPE: 'Haswell' };

/** The caller's environment may force an older kernel of OpenBLAS, which halves its speed. */
function peerEnvironment({ threads, instructionSet }: PeerLimits): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...environment } = process.env;
  return {
    ...environment,
    ...(instructionSet === 'avx2' ? avx2Alone : {}),
    OPENBLAS_NUM_THREADS: `${threads}`,
    OMP_NUM_THREADS: `${threads}`,
  };
}

/** The line of a stack trace that names the error, first in Node's, last in Python's. */
function reasonIn(complaints: string): string {
  const lines = complaints.trim().split('\n');
  return lines.find((line) => /^\w*(Error|Exception)\b/.test(line)) ?? lines.at(-1) ?? 'it ended';
}
