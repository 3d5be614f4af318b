import type { Problem } from './schema.d.ts';

/** An error response of the service. `code` is stable; `problem.errors` lists the faults. */
export class GatecastError extends Error {
  override readonly name = 'GatecastError';
  readonly problem: Problem;
  readonly requestId: string | null;
  /** Seconds to wait before a retry; null if the service does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, response: Response) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
    this.requestId = response.headers.get('x-request-id');
    const seconds = response.headers.get('retry-after');
    this.retryAfterSeconds = seconds === null ? null : Number(seconds);
  }

  get code(): Problem['code'] {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return this.problem.retryable;
  }
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a successful response: `const job = await answered(client.GET('/v1/jobs/{job_id}', …))`.
 *  @throws GatecastError for an error response */
export async function answered<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  if (isProblem(error)) throw new GatecastError(error, response);
  throw new Error(
    `${response.url} responded with status ${response.status}, and the body is not a problem of Gatecast.`,
  );
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'retryable' in error;
}
